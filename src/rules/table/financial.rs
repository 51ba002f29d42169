//! Verbs and objects by which money or assets move.

use super::{Noun, Rule, Strength, category, eg, egp, verb};
use crate::model::Category::Financial;
use Noun as N;
use Strength::{Likely, Plain};

/// What makes "balance", "history" and the like of it harmless.
const TALK: &[Noun] = &[N::Meta, N::Git, N::Play];

pub(super) const RULES: &[Rule<'_>] = &[
    category(
        "verb-pay",
        Financial,
        verb(
            "pay refund repay prepay disburse reimburse donate tip payout topup debit remit chargeback \
                withdraw deposit buy sell purchase borrow invest short liquidate overpay crowdfund autopay \
                rebuy",
            Plain,
        ),
        "moves money",
        &[eg("pay_bill", "Pays a bill."), eg("buy_stock", "Buys shares.")],
    ),
    category(
        "verb-charge",
        Financial,
        verb("charge lend bill wager gamble bet", Likely).not(&[N::Device]),
        "moves money",
        &[eg("charge_card", "Charges a card.")],
    ),
    category(
        "verb-trade",
        Financial,
        verb("trade swap short hedge arbitrage", Likely).with(&[N::Market, N::Chain, N::Coin, N::Stock]),
        "trades assets",
        &[eg("swap_tokens", "Swaps one token for another on a DEX.")],
    ),
    category(
        "verb-chain",
        Financial,
        verb(
            "stake unstake restake delegate redelegate undelegate mint burn bridge airdrop wrap unwrap \
                inscribe etch transfer send claim redeem supply bid zap liquidate unbond broadcast withdraw \
                deploy approve",
            Plain,
        )
        .with(&[N::Chain])
        .of(&[N::Coin, N::Token, N::Payment, N::Stock, N::Position, N::Credit]),
        "moves assets on a blockchain",
        &[eg("stake_tokens", "Stakes tokens with a validator of the blockchain.")],
    ),
    category(
        "verb-stake",
        Financial,
        verb("stake unstake redelegate undelegate unbond airdrop", Plain),
        "moves assets on a blockchain",
        &[eg("unstake", "")],
    ),
    category(
        "chain-transaction",
        Financial,
        verb("send submit broadcast sign create execute build relay push", Plain)
            .with(&[N::Chain])
            .of(&[N::Transaction, N::Coin])
            .not(&[N::Meta]),
        "signs or sends a transaction",
        &[eg("send_transaction", "Sends a signed transaction to the blockchain.")],
    ),
    category(
        "transfer-money",
        Financial,
        verb("transfer send wire move withdraw deposit pay", Plain).of(&[N::Payment, N::Coin]).not(TALK),
        "moves money",
        &[eg("transfer_funds", "Transfers funds between accounts.")],
    ),
    category(
        "transfer-amount",
        Financial,
        verb("transfer send move", Plain).with(&[N::ParamMoney]).not(&[N::Message, N::File]),
        "moves an amount that the caller names",
        &[egp("transfer", "Transfer to an address.", &[("to", &[]), ("amount", &[])])],
    ),
    category(
        "create-payment",
        Financial,
        verb(
            "create make send submit execute initiate process issue capture confirm authorize authorise \
                update cancel void approve add generate schedule post modify new start place request \
                collect settle claim accept reverse retry",
            Plain,
        )
        .of(&[N::Payment])
        .not(TALK),
        "commits or calls off a payment",
        &[
            eg("create_refund", "Refunds a payment."),
            eg("create_payment_link", "Creates a payment link."),
        ],
    ),
    category(
        "create-invoice",
        Financial,
        verb(
            "create issue send finalize finalise void pay approve submit generate emit add post charge make \
                mark cancel collect update settle",
            Plain,
        )
        .of(&[N::Invoice])
        .not(TALK),
        "changes what somebody owes",
        &[eg("finalize_invoice", "Finalizes an invoice.")],
    ),
    category(
        "place-order",
        Financial,
        verb(
            "place create submit cancel modify replace amend book make execute open close reserve confirm \
                update add post change complete fulfil fulfill exit new send edit",
            Plain,
        )
                .of(&[N::Order])
        .not(TALK)
        .never(&[N::Sorting]),
        "commits to buy, sell or book, or takes it back",
        &[
            eg("place_order", "Places an order."),
            eg("cancel_all_orders", "Cancels all open orders."),
        ],
    ),
    category(
        "trade-position",
        Financial,
        verb("open close exercise adjust set increase decrease add reduce liquidate change modify roll exit \
            cancel", Plain)
            .of(&[N::Position])
            .with(&[N::Market, N::Chain]),
        "changes what is held on a market",
        &[eg("close_position", "Closes a position at the broker.")],
    ),
        category(
        "broadcast-transaction",
        Financial,
        verb("broadcast sign submit", Plain).of(&[N::Transaction]),
        "signs or sends a transaction",
        &[eg("broadcast_tx", "Broadcasts a signed transaction.")],
    ),
    category(
        "pool-assets",
        Financial,
        verb("add remove provide withdraw increase decrease supply", Plain).of(&[N::Pool]),
        "moves assets into or out of a pool",
        &[eg("add_liquidity", "Adds liquidity to a pool.")],
    ),
    category(
        "checkout-cart",
        Financial,
        verb("checkout", Likely).of(&[N::Shop]),
        "buys what is in the cart",
        &[eg("checkout_cart", "Checks out the cart.")],
    ),
    category(
        "exercise-option",
        Financial,
        verb("exercise", Likely),
        "turns a right into a holding",
        &[eg("exercise_contract", "Exercises an option contract.")],
    ),
    category(
        "change-subscription",
        Financial,
        verb(
            "create start cancel update change upgrade downgrade renew pause resume add purchase modify \
                activate reactivate terminate",
            Plain,
        )
        .of(&[N::Subscription])
        .not(&[N::Notice, N::Meta]),
        "changes what somebody is billed",
        &[eg("cancel_subscription", "Cancels a customer's subscription.")],
    ),
    category(
        "buy-credit",
        Financial,
        verb("buy add recharge topup redeem purchase grant issue", Plain).of(&[N::Credit]),
        "buys or spends credit",
        &[eg("add_credits", "Adds credits to the account.")],
    ),
    category(
        "book-travel",
        Financial,
        verb("book reserve order", Likely).with(&[N::Travel, N::Order, N::Shop, N::Goods]),
        "commits to a booking or an order",
        &[eg("book_hotel", "Books a hotel room.")],
    ),
    category(
        "register-domain",
        Financial,
        verb("register buy renew transfer", Plain).of(&[N::Domain]),
                "buys a domain",
        &[eg("register_domain", "Registers a domain.")],
    ),

];
