//! Words of other languages, each with the English word whose rules it follows.

/// English word, then its foreign words: infinitives and the third person, as descriptions use them.
pub(in crate::rules) const FOREIGN: &[(&str, &str)] = &[
    // Reading.
    (
        "get",
        "获取 取得 查看 读取 得到 返回 取得する 取得します 获得 取出 拉取 拿到 獲取 讀取 確認する 가져오기 가져옵니다 조회 조회합니다 확인 반환합니다 obtener obtiene \
            obtém obter recupera recuperar devuelve retorna retornar obtenir récupérer récupère renvoie \
            abrufen ruft getirir ottieni ottiene restituisce verir consulta consultar получить получает",
    ),
    (
        "list",
        "列出 列表 一覧 枚举 目録 목록 listar lista lister listet listele listeler",
    ),
    (
        "search",
        "搜索 查询 查找 检索 搜尋 查詢 検索 検索する 검색 검색합니다 검색하여 buscar busca pesquisar pesquisa chercher rechercher \
            recherche suchen sucht arar ara cerca buscador procurar поиск",
    ),
    (
        "show",
        "显示 展示 表示 表示する 보여줍니다 mostrar muestra mostra exibe exibir ver afficher affiche anzeigen zeigt göster \
            visualizar",
    ),
    (
        "check",
        "检查 校验 验证 检测 测试连接 確認 검증 검사 verificar verifica comprobar comprueba validar valida vérifier vérifie \
            prüfen prüft kontrol checar",
    ),
    (
        "analyze",
        "分析 比较 对比 评估 统计 总结 摘要 预测 推荐 诊断 分析する 分析します 분석 분석합니다 요약 추천 analizar analiza analisar analisa comparar \
            compara analyser analyse analysiert resumir resumo estimar estima",
    ),
    (
        "calculate",
        "计算 計算 計算する 算出 계산 계산합니다 calcular calcula calculer calcule berechnen berechnet hesapla",
    ),
    (
        "convert",
        "转换 解析 格式化 翻译 提取 编码 解码 加密 解密 識別 识别 変換 翻訳 변환 번역 추출 convertir convierte converter converte traduzir \
            traduce extraer extrae extrair extrai convertit",
    ),
    (
        "generate",
        "生成 产生 制作  生成する generar genera gerar gera générer génère generieren erstellt-text oluştur",
    ),
    ("ping", "测试 试试"),
    // Writing.
    (
        "create",
        "创建 新建 新增 添加 增加 建立 创造 建立する 作成 作成する 追加 追加する 登録 登録する 生成文件 增 注册 만들기 만듭니다 추가 추가합니다 생성 생성합니다 등록 crear \
            crea criar cria añadir añade agregar agrega adicionar adiciona cadastrar cadastra registrar \
            registra créer crée ajouter ajoute erstellen erstellt hinzufügen ekle oluşturur creare aggiungi \
            создать создает добавить incluir inclui inserir insere",
    ),
    (
        "update",
        "更新 修改 编辑 设置 变更 调整 重命名 移动 改 配置 更新する 変更 変更する 編集 設定 設定する 수정 수정합니다 변경 업데이트 설정 actualizar actualiza \
            atualizar atualiza editar edita modificar modifica alterar altera cambiar cambia mover mueve \
            renombrar renomear mettre modifier modifie aktualisieren aktualisiert ändern güncelle \
            güncelleyin definir define configurar configura обновить изменить",
    ),
    (
        "save",
        "保存 写入 上传 导入 下载 备份 同步 记录 保存する 書き込む 書き込み 저장 저장합니다 업로드 다운로드 guardar guarda salvar salva subir baixar \
            descargar descarga gravar enregistrer speichern speichert kaydet almacenar almacena",
    ),
    (
        "send",
        "发送 发布 推送 回复 转发 评论 通知 分享 發送 送信 送信する 投稿 投稿する 返信 보내기 보냅니다 전송 발송 enviar envía envia publicar publica \
            responder compartilhar compartir envoyer envoie senden sendet gönder inviare invia отправить \
            отправляет",
    ),
    (
        "assign",
        "分配 绑定 关联 指派 割り当て asignar asigna atribuir atribui vincular vincula",
    ),
    (
        "enable",
        "启用 禁用 关闭 激活 归档 有効化 無効化 habilitar deshabilitar desabilitar activar ativar desativar archivar \
            arquivar cerrar fechar",
    ),
    // Running.
    (
        "execute",
        "执行 运行 調用 调用 実行 実行する 実行します 실행 실행합니다 ejecutar ejecuta executar executa rodar exécuter exécute \
            ausführen führt çalıştır eseguire esegui выполнить",
    ),
    (
        "start",
        "启动 停止 重启 暂停 恢复 开始 触发 起動 開始 再起動 시작 중지 iniciar inicia detener detiene parar pausar reiniciar arrêter \
            démarrer starten stoppen başlat durdur",
    ),
    (
        "deploy",
        "部署 发布应用 デプロイ 배포 desplegar despliega implantar",
    ),
    (
        "login",
        "登录 登陆 登出 连接 断开 ログイン 接続 로그인 연결 conectar conecta autenticar autentica",
    ),
    (
        "click",
        "点击 单击 双击 滑动 滚动 按下 输入文本 打开 打開 クリック 클릭 clicar clic",
    ),
    // Removing.
    (
        "delete",
        "删除 移除 清空 清除 销毁 卸载 撤销 注销 刪除 削除 削除する 削除します 消去 삭제 삭제합니다 제거 eliminar elimina excluir exclui apagar \
            apaga borrar borra remover remove deletar deleta supprimer supprime effacer löschen löscht sil \
            silin eliminare cancella удалить удаляет",
    ),
    (
        "reset",
        "重置 初期化する リセット 초기화 restablecer redefinir",
    ),
    // Money.
    (
        "pay",
        "支付 付款 退款 充值 转账 转帐 提现 扣款 支払う 支払い 決済 返金 送金 結帳 결제 송금 환불 pagar paga reembolsar reembolsa estornar \
            estorna cobrar cobra payer rembourser bezahlen transferir-fondos sacar depositar",
    ),
    (
        "buy",
        "购买 买入 卖出 下单 預訂 预订 注文する 購入 購入する 売買 구매 매수 매도 주문 comprar compra vender vende acheter kaufen verkaufen satın",
    ),
    (
        "cancel",
        "取消 取り消し 취소 cancelar cancela annuler stornieren iptal",
    ),
    (
        "transfer",
        "转移 轉帳 振込 이체 transferir transfiere transfere",
    ),
    // Things.
    (
        "payment",
        "款项 支付单 付款单 pago pagamento cobranca cobrança paiement zahlung ödeme pagos pagamentos 결제내역",
    ),
    (
        "invoice",
        "发票 账单 請求書 factura fatura facture rechnung fattura nota-fiscal facturas faturas",
    ),
    (
        "order",
        "订单 訂單 注文 pedido pedidos commande bestellung orden ordem",
    ),
    (
        "subscription",
        "订阅 サブスクリプション suscripción assinatura suscripcion abonnement",
    ),
    (
        "file",
        "文件 目录 文档 ファイル フォルダ 파일 archivo archivos arquivo arquivos fichier datei dosya",
    ),
    (
        "message",
        "消息 邮件 短信 メッセージ メール 메시지 이메일 mensaje mensajes mensagem mensagens correo courriel nachricht",
    ),
    (
        "image",
        "图片 图像 视频 音频 语音 画像 動画 音声 이미지 영상 imagen imagem vídeo imágenes imagens",
    ),
    ("chart", "图表 グラフ gráfico gráficos"),
    (
        "database",
        "数据库 資料庫 データベース 데이터베이스 base-de-datos banco-de-dados sql语句",
    ),
    (
        "code",
        "代码 命令 脚本 コード コマンド 코드 명령 código codigo comando",
    ),
    ("page", "页面 网页 元素 按钮 ページ 페이지 página pagina"),
    ("tag", "标签 成员 ラベル 태그 etiqueta"),
    ("transaction", "交易 事务 取引 거래 transacción transação"),
    ("process", "进程 任务 工作流 プロセス proceso processo"),
    (
        "history",
        "历史 记录列表 详情 信息 状态 價格 价格 履歴 historial histórico preço precio",
    ),
];
