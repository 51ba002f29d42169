//! What a verb acts on: groups of nouns that change a verb's meaning.

macro_rules! nouns {
    ($($(#[$doc:meta])* $name:ident = $words:literal,)+) => {
        /// A group of nouns.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Noun { $($(#[$doc])* $name,)+ }

        impl Noun {
            /// All groups with their words, singular; the plural is understood.
            pub const ALL: &'static [(Self, &'static str)] = &[$((Self::$name, $words),)+];

            /// The group as a bit of a set.
            pub const fn bit(self) -> u128 { 1 << (self as u8) }
        }
    };
}

nouns! {
    /// Money on its way.
    Payment = "payment charge refund payout payin funds money cash deposit withdrawal topup donation tip \
        disbursement remittance settlement escrow pix boleto ach wire direct-debit paymentintent paymentlink \
        payment_intent checkout chargeback reimbursement reward commission installment instalment prepayment fee salary \
        paycheck rent transfer crowdfund pledge allowance autopay creditnote",
    /// What is owed.
    Invoice = "invoice bill billing nfe nfse",
    /// A commitment to buy, sell or book.
    Order = "order trade bet wager booking reservation purchase buyback preorder salesorder",
    /// Holdings on a market.
    Position = "position margin leverage stoploss takeprofit perp perpetual futures loan collateral",
    /// Something paid for again and again.
    Subscription = "subscription membership license licence addon",
    /// What crypto wallets hold.
    Coin = "coin eth btc sol usdc usdt sui ether bitcoin ethereum solana nft lamport lamports wei sats satoshi \
        erc20 erc721 erc1155 spl brc20 apt matic bnb xrp doge ton tron trx stablecoin weth memecoin \
        satoshis utxo dust xlm ada avax airdrop",
    /// Tokens: coins or credentials, by context.
    Token = "token asset balance",
    /// Stocks and the like.
    Stock = "stock share equity etf bond crypto cryptocurrency currency forex contract option",
    /// Priced goods as records.
    Goods = "product price coupon promotion discount sku variant catalogue catalog plan taxrate",
    /// Units of prepaid use.
    Credit = "credit credits voucher giftcard",
    /// Something that runs and ends.
    Run = "job run execution build task process query workflow pipeline operation request deployment scan test \
        crawl stream recording call download upload action transaction batch import export migration backup \
        refresh sync script rollout pipelinerun taskrun computation conversion render timer activity command \
        simulation experiment training generation transcription campaign sequence trigger automation dag \
        crawler evaluation benchmark session container service server instance vm cluster daemon node worker \
        app application bot device emulator simulator machine pod agent connector monitoring tunnel proxy \
        environment sandbox engine vpn broker  kernel game playback turn conference streaming listener \
        watch debugger profiler tracing capture",
    /// A link between two things that can be tied again.
    Tie = "member label tag reaction assignee participant watcher follower collaborator attendee association \
        relation relationship mapping star like upvote downvote vote favorite favourite bookmark watchlist \
        dependency assignment pin category connection subscriber reviewer moderator flag filter lock mute \
        labels tags highlight emoji owner approver",
    /// Lists that things are put on and taken off.
    Holder = "watchlist group list team favorites favourites playlist cart basket queue wishlist board \
        channel role network",
    /// Programs.
    Code = "code script command shell program bash python javascript js powershell cmd terminal cell \
        snippet expression statement mutation eval repl applescript lua php ruby typescript node.js jupyter \
        cli osascript wasm r macro binary executable playbook",
    /// A query that cannot write.
    Search = "promql logql kql soql logsql logs log metric metrics trace prometheus loki insights elasticsearch \
        opensearch funnel retention segmentation cohort documentation docs knowledge search retrieval vector embedding similarity rag web \
         analytics dns whois cloudwatch kusto splunk datadog",
    /// A place that runs SQL and its like.
    Database = "sql database db postgres postgresql mysql mariadb sqlite mssql oracle d1 bigquery snowflake \
        spanner redshift athena databricks clickhouse duckdb cypher opencypher gremlin neo4j sparql mongodb \
        mongo redis cassandra dynamodb cosmos supabase dml ddl mdx hana tidb",
    /// Languages of databases, and databases by the name of their language.
    Sql = "sql postgres postgresql mysql mariadb sqlite mssql oracle d1 bigquery snowflake spanner redshift athena \
        databricks clickhouse duckdb cypher opencypher gremlin neo4j sparql mongodb mongo redis cassandra dynamodb \
        supabase dml ddl mdx hana tidb",
    /// What generators make at a price.
    Media = "image video audio music speech voice song picture photo animation avatar sound clip \
        illustration artwork portrait soundtrack voiceover tts lipsync podcast",
    /// Pictures of data.
    Chart = "qr qrcode barcode svg chart plot graph diagram visualization visualisation histogram heatmap",
    /// Words made of words.
    Text = "summary report text answer idea prompt caption suggestion recommendation analysis overview guide \
        guideline explanation description outline response insight insights statistics \
        instruction documentation password uuid hash qr qrcode number string \
        signature preview mnemonic keypair colour palette regex url link question \
        forecast prediction matrix citation bibliography embedding embeddings",
    /// Files.
    File = "file document folder directory pdf docx spreadsheet csv xlsx path note presentation slide \
        zip blob object attachment disk drive workbook",
    /// Text to people.
    Message = "message email mail sms notification dm letter newsletter announcement whatsapp telegram \
         invitation invite reminder fax reply",
    /// Text to the public.
    Post = "post tweet thread comment story reel blog article gist",
    /// Things in a home, a pocket or a lab.
    Device = "light thermostat scene volume brightness speaker tv robot camera lamp fan blind garage \
        vacuum motor gpio relay screen drone valve appliance climate playstation door gate curtain player media_player",
    /// What a browser or a screen shows.
    Screen = "element button selector browser tab window keyboard mouse cursor viewport gesture coordinate \
        screen dialog page checkbox dropdown keypress click hotkey webpage website",
    /// Rights.
    Access = "role permission policy access grant acl sharing privilege credential member user collaborator membership \
        rbac iam apikey secret password ownership visibility invitation admin administrator serviceaccount whitelist \
        allowlist blocklist authorization participant moderator",
    /// Credentials.
    Secret = "secret password credential apikey privatekey mnemonic keypair passphrase jwt oauth accesstoken vault keyvault \
        seedphrase passwd otp totp pat",
    /// Private things.
    Private = "email mail inbox message contact calendar event file folder document customer user note memory \
        conversation chat sms transcript recording patient record lead deal account transaction invoice \
        order employee payroll profile photo drive drafts draft thread mailbox meeting clipboard reminder \
        attachment candidate salary expense bank payment balance holding portfolio position statement \
        address history directory repository task project ticket incident dashboard",
    /// Text by strangers.
    Outsider = "webpage website url web internet site email mail inbox issue comment review post tweet thread ticket \
        message news article feed rss reddit discussion conversation html chat story transcript pr subreddit forum \
        newsletter hackernews video",
    /// Words that say the object is only talked of.
    Meta = "history status detail info information stat statistic help doc example guidance metadata count \
        quote estimate rate preview template schema structure type version summary report comment note \
        alert setting settings attribute field column property properties config configuration \
        preference level state types methods method address customer rule category categories \
        tracking journal draft view form folder format definition memo schedule suggestion",
    /// Words that stand between a noun and its modifier.
    Thin = "query item id object resource record entry data request instance batch list set link operation all \
        intent session everything bulk line element entity collection",
    /// Notices, not bills.
    Notice = "notification event webhook topic sns push email mail newsletter channel calendar feed message \
        thread eventgrid graphql pubsub stream userdefinedmessage device updates mailing eventhub kafka queue",
    /// Market talk.
    Market = "trading broker brokerage trader portfolio ticker exchange binance kraken coinbase alpaca \
        robinhood zerodha stocks equities buy sell perp hyperliquid metatrader options crypto limit_price \
        qty stop_price take_profit stop_loss leverage contracts notional zerodha kite ibkr etf",
    /// Blockchain talk.
    Chain = "blockchain onchain chain wallet ethereum solana bitcoin sui evm defi dex token crypto erc20 \
        nft mainnet testnet devnet lamports wei gas validator staking aptos polygon base_chain \
         ton tron starknet near flow_evm uniswap aave jupiter web3 privatekey lightning",
    /// Amounts of money as parameters.
    Amount = "amount amounts qty quantity notional value_in_wei amount_in amountin lamports sats",
    /// Those who get money.
    Recipient = "recipient recipients to to_address payee beneficiary destination destination_address currency \
        toaddress receiver iban account_number",
    /// Git talk.
    Git = "git branch commit repository repo stash rebase upstream remote merge pr pull_request",
    /// Media libraries and players.
    Play = "playlist track song music album spotify playback queue3 episode movie video player",
    /// Clouds and clusters.
    Cloud = "ec2 kubernetes k8s pod container docker vm instance cluster node deployment droplet machine \
        server host virtualmachine vps compute lambda nodegroup fargate stack environment",
    /// Bodies that are sold and shipped.
    Shop = "shop shopify store cart checkout merchant ecommerce woocommerce magento restaurant food pizza \
        coffee delivery ride uber grocery instacart amazon",
    /// Travel.
    Travel = "flight hotel airline trip travel room cabin airport guest itinerary",
    /// Web requests.
    Http = "http https api rest graphql endpoint rpc json-rpc jsonrpc curl webhook method url",
    /// Models of language.
    Llm = "llm gpt claude gemini openai completion chat model ai prompt ollama mistral anthropic deepseek \
        perplexity grok assistant agent subagent",
    /// Contents of a database.
    Table = "table tables collection row rows schema column index namespace bucket keyspace records",
    /// Domains, by name.
    Domain = "domain domain_name",
    /// What is tried out without changing it.
    Probe = "connection connectivity config configuration proxy auth authentication regex webhook latency speed",
    /// What is added up.
    Sum = "numbers integers integer operand sum polynomial equation",
    /// Browsers, phones and screens that are driven.
    Driver = "browser playwright puppeteer selenium webdriver chromium chrome xpath css selector dom simulator \
        emulator mobile android ios desktop mouse keyboard webpage viewport locator appium screen tab",
    /// What is asked of a thing.
    Asked = "status history detail info information statistic stat help guide guidance doc documentation count quote \
        estimate summary overview instruction methodology result log metric example report price rate fee list \
        schema preview state analysis metadata performance coverage",
    /// Transactions.
    Transaction = "transaction tx txn userop userops",
    /// What starts to run by being created.
    Launch = "run execution invocation taskrun pipelinerun action prediction",
    /// What is probed.
    Host = "host port network website target domain subnet site vulnerability server",
    /// Where typed lines are run.
    Terminal = "terminal shell stdin tmux pty repl",
    /// How a thing looks or is kept, which can be set again.
    Style = "expression protection formatting watermark background style effect border highlight restriction \
        override limit quota cooldown nickname avatar cover thumbnail header footer comma",
        /// Parts of a document.
    Cell = "cell paragraph heading range row column worksheet sheet font slide",
        /// Ways of thinking.
    Thinking = "framework paradigm principle reasoning approach methodology perspective thinking heuristic lens \
        technique mental pattern",
    /// Pools of assets.
    Pool = "liquidity lp",
    /// Parts of a whole that is named after them: "an item to an invoice".
    Part = "item entry line record row query statement",
    /// What an order of things is about.
    Sorting = "sort sorting display z tab priority stacking",
        /// Calls that are made of a service.
    Request = "request requests",
    /// Marks of approval.
    Reaction = "reaction like star upvote downvote vote follow favorite favourite bookmark",
    /// The word that says where something is taken from.
    From = "from",
    /// What has a beginning and an end and holds no record.
    Session = "session tab connection kernel",
    /// Calls by telephone.
    Call = "call phonecall",
    /// Telephones.
    Phone = "phone outbound voice sip telephone dial callee",
    /// What stands in a text that is put in order.
    Clutter = "whitespace duplicate accent diacritic stopword punctuation linebreak newline prefix suffix outlier noise",
    /// Thinking, and nothing else.
    Reasoning = "reasoning thinking",
    /// Text as such.
    Markup = "text string html markup markdown sentence paragraph",
    /// What is handed back in the answer, not kept.
    Inline = "base64 embedded inline content contents log logs",
    /// What a code is that is no program: one-time codes, codes of countries and coupons.
    Coded = "otp totp mfa 2fa verification verify authentication authenticate authorization authorize oauth login signin \
        coupon voucher promo discount country currency zip postal airline airport referral invite invitation \
        pairing qr barcode confirmation redeem sms",
    /// Programs, by words that mean nothing else.
    Program = "script program bash python javascript powershell repl typescript jupyter ruby php lua snippet sourcecode \
        codebase",
    /// A page or element of a driven browser as a parameter.
    ParamDriver = "",
    /// A program as a parameter.
    ParamCode = "",
    /// A query of a database as a parameter.
    ParamSql = "",
    /// An address as a parameter.
    ParamUrl = "",
    /// A place on disk as a parameter.
    ParamPath = "",
    /// Money as parameters: an amount, and a currency or someone who gets it.
    ParamMoney = "",
}
