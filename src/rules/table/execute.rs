//! Verbs that run something or reach beyond a record.

use super::{Noun, Rule, Strength, category, eg, egp, verb};
use crate::model::Category::Execute;
use Noun as N;
use Strength::{Faint, Likely, Plain};

pub(super) const RULES: &[Rule<'_>] = &[
    category(
        "verb-run",
        Execute,
        verb(
            "execute exec invoke eval rerun spawn ssh shell subprocess repl",
            Plain,
        ),
        "runs something",
        &[eg("execute_code", "Executes code given as a string.")],
    ),
    category(
        "verb-run-likely",
        Execute,
        verb("run", Likely),
        "runs something",
        &[eg("run_job", "Runs a job now.")],
    ),
    category(
        "verb-trigger",
        Execute,
        verb(
            "trigger deploy redeploy launch dispatch retry rerun replay rollback rollout failover redrive \
                kickoff orchestrate delegate resubmit requeue reprocess backfill hotfix",
            Plain,
        ),
        "sets something going",
        &[eg("trigger_workflow", "Triggers a workflow.")],
    ),
    category(
        "verb-start-stop",
        Execute,
        verb(
            "start stop restart reboot shutdown halt resume pause begin abort interrupt reload refresh \
                initiate hibernate poweron poweroff wake kill unpause quit relaunch startup boot respawn",
            Likely,
        ),
        "starts or stops something that runs",
        &[
            eg("restart_instance", "Restarts an instance."),
            eg("stop_recording", "Stops the recording."),
        ],
    ),
    category(
        "verb-session",
        Execute,
        verb(
            "login logout connect disconnect reconnect authenticate signin signout logon logoff relogin \
                reauthenticate handshake mount unmount signup impersonate",
            Plain,
        ),
        "opens or ends a session",
        &[eg("logout_instance", "Logs an instance out.")],
    ),
    category(
        "verb-browser",
        Execute,
        verb(
            "navigate click tap swipe scroll hover drag dblclick doubleclick rightclick keypress longpress \
                goto pinch zoom pan",
            Likely,
        ),
        "drives a browser or a device",
        &[eg("browser_click", "Clicks an element.")],
    ),
    category(
        "drive-screen",
        Execute,
        verb(
            "type press fill focus paste perform act do select open close switch choose check uncheck go \
                back forward refresh move set handle accept dismiss upload resize evaluate new",
            Plain,
        )
        .of(&[N::Screen])
        .with(&[N::Driver]),
        "drives a browser or a screen",
        &[eg("browser_close_tab", "Closes a tab of the browser.")],
    ),
    category(
        "drive-device",
        Execute,
        verb(
            "turn move drive toggle dim control play mute unmute open close lock unlock set adjust change \
                switch speak say press cast vibrate fly land spin rotate beep blink power",
            Likely,
        )
        .of(&[N::Device]),
        "drives a device",
        &[eg("toggle_light", "Toggles a light.")],
    ),
    category(
        "verb-drive",
        Execute,
        verb("play control speak skip rewind step continue jump drive steer fly actuate press beep flash go \
            attack cast next previous mine", Likely),
        "drives a player, a device or a debugger",
        &[eg("play_track", "Plays a track.")],
    ),
    category(
        "verb-open",
        Execute,
        verb("open", Likely),
        "opens something in another program",
        &[eg("open_app", "Opens an app.")],
    ),
    category(
        "verb-install",
        Execute,
        verb("install reinstall upgrade downgrade compile transpile bundle flash sideload", Likely),
        "installs or builds with the code of others",
        &[eg("install_packages", "Installs packages.")],
    ),
    category(
        "verb-build",
        Execute,
        verb("build test benchmark debug fuzz", Likely).not(&[N::Chart, N::Text, N::Search, N::Meta, N::Screen]),
        "runs a build or tests",
        &[eg("build_plugin", "Builds a plugin project.")],
    ),
    category(
        "verb-scan",
        Execute,
        verb("crawl pentest bruteforce exploit attack nmap portscan", Likely),
        "sends probes to other hosts",
        &[eg("crawl_site", "Crawls a site.")],
    ),
    category(
        "generate-media",
        Execute,
        verb("generate create make produce render synthesize compose animate edit transform gen upscale \
            inpaint outpaint extend convert clone", Plain)
            .of(&[N::Media])
            .never(&[N::Chart, N::Asked])
            .not(&[N::Meta]),
        "starts a generation job",
        &[eg("generate_image", "Generates an image from a prompt.")],
    ),
    category(
        "verb-generate-media",
        Execute,
        verb("upscale inpaint outpaint txt2img img2img text2video train finetune animate dub", Likely),
        "starts a generation or training job",
        &[eg("upscale_photo", "Upscales a photo.")],
    ),
    category(
        "ask-model",
        Execute,
        verb("chat prompt complete completion generate converse", Likely).of(&[N::Llm]).not(&[N::Meta, N::Search, N::Message]),
        "has a model answer",
        &[eg("chat_completion", "Generates a completion with a local LLM.")],
    ),
    category(
        "run-query",
        Execute,
        verb("run execute query perform", Plain).with(&[N::Sql, N::ParamSql]).not(&[N::Search]),
        "runs a statement that may write",
        &[eg("run_sql", "Runs a SQL statement on the database.")],
    ),
    category(
        "run-database-query",
        Execute,
        verb("run execute perform", Likely).with(&[N::Database]).not(&[N::Search]),
        "runs a statement that may write",
        &[eg("run_statement", "Runs a statement on the database.")],
    ),
    category(
        "stop-run",
        Execute,
        verb("cancel kill stop terminate abort end close", Plain).of(&[N::Run]).not(&[N::Cloud]),
        "ends something that runs",
        &[eg("cancel_job", "Cancels a running job.")],
    ),
    category(
        "verb-end",
        Execute,
        verb("terminate end kill", Faint),
        "ends something that runs",
        &[eg("kill_process", "Kills a process.")],
    ),
    category(
        "end-transaction",
        Execute,
        verb("commit rollback begin start", Likely).with(&[N::Database]).not(&[N::Git]),
        "moves a database transaction on",
        &[eg("rollback_transaction", "Rolls back the database transaction.")],
    ),
    category(
        "scale",
        Execute,
        verb("scale drain cordon uncordon rebalance failover migrate defragment rehash compact warm preload", Likely),
        "sets work going on a running system",
        &[eg("scale_deployment", "Scales a deployment.")],
    ),
        category(
        "type-into-screen",
        Execute,
        verb("type press fill enter key input select", Likely).with(&[N::Driver]),
        "types into a browser or a screen",
        &[eg("mobile_type_keys", "Type text into the focused element.")],
    ),
    category(
        "create-run",
        Execute,
        verb("create perform submit queue enqueue make", Likely).of(&[N::Launch]),
        "starts a run",
        &[eg("create_run", "Creates a new run of a flow.")],
    ),
    category(
        "type-command",
        Execute,
        verb("send write submit type paste issue push dispatch transmit", Plain).of(&[N::Code]),
        "hands over something that will be run",
        &[eg("send_command", "Sends a command to a device.")],
    ),
        category(
        "type-into-terminal",
        Execute,
        verb("send write type paste enter", Plain).with(&[N::Terminal]).not(&[N::File]),
        "types into a terminal",
        &[eg("send_input", "Sends input to a terminal session.")],
    ),
    category(
        "drive-named",
        Execute,
        verb("close click select fill press type focus hover interact", Plain).with(&[N::ParamDriver]),
        "drives the page or element that a parameter names",
        &[egp("close", "", &[("pageId", &[])])],
    ),
    category(
        "drop-on-screen",
        Execute,
        verb("drop", Plain).with(&[N::Driver, N::Screen]).never(&[N::Table, N::Database, N::File]),
        "lets go of what is dragged on a screen",
        &[eg("mouse_drop", "Drops the element on another.")],
    ),
    category(
        "end-session",
        Execute,
        verb("cleanup clean close end terminate kill", Plain).of(&[N::Session]).not(&[N::File, N::Database]),
        "ends a session, which can be opened anew",
        &[eg("session_end", "Cleans up the session.")],
    ),
    category(
        "place-call",
        Execute,
        verb("make create place initiate start", Plain).of(&[N::Call]).with(&[N::Phone]),
        "calls somebody",
        &[eg("create_call", "Starts an outbound phone call.")],
    ),
    category(
        "forward-port",
        Execute,
        verb("forward tunnel", Likely).of(&[N::Host]),
        "opens a way to a host",
        &[eg("port_forward", "Forward a local port to a pod.")],
    ),
    category(
        "scan-host",
        Execute,
        verb("scan probe sweep", Likely).of(&[N::Host]),
        "sends probes to other hosts",
        &[eg("scan_ports", "Scans the ports of a host.")],
    ),
    category(
        "tend-database",
        Execute,
        verb("vacuum optimize reindex compact migrate repair", Likely).of(&[N::Database, N::Table]),
        "sets work going on a database",
        &[eg("vacuum_database", "Vacuums the database.")],
    ),
    category(
        "call-any",
        Execute,
        verb("call request make send issue", Likely).of(&[N::Http]).not(&[N::Meta]),
        "calls what the caller names",
        &[eg("rpc_call", "Call any method of a JSON-RPC server.")],
    ),
    category(
        "verb-call",
        Execute,
        verb("call dial handoff", Faint),
        "does what is passed in",
        &[eg("call_agent", "")],
    ),
    category(
        "sign-message",
        Execute,
        verb("sign", Likely),
        "signs what is passed in",
        &[eg("sign_message", "Signs a message with the wallet.")],
    ),
];
