//! One connection of a client to a server: lines in, lines and records out. Nothing here touches the
//! world.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde_json::Value;

use super::ask::{self, Asking, Question, Questions};
use super::message::{self, Message, TOOLS_CALL, ToolCall};
use super::record::{Answer, Record, Side};
use super::wire::{self, Id, Members};
use super::{reply, visible};
use crate::escape;
use crate::policy::{Call, Effect, Evaluator, Policy, Reservation, Verdict};

/// What a session is told once.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The server's name, for questions.
    pub server: String,
    /// Whether everything passes and decisions are only recorded.
    pub dry_run: bool,
    /// Text that the server cannot guess; it keeps the server from asking in the gateway's name.
    pub secret: String,
}

/// What a session wants done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Out {
    /// A line for the client, without its line feed.
    ToClient(Vec<u8>),
    /// A line for the server, without its line feed.
    ToServer(Vec<u8>),
    /// A line for the log.
    Log(Record),
}

/// The state of one connection.
#[derive(Debug)]
pub struct Session {
    pub(super) evaluator: Evaluator,
    pub(super) settings: Settings,
    /// Whether the client has sent `initialize`: the protocol up to 2025-11-25.
    pub(super) initialized: bool,
    /// Whether such a client shows forms.
    shows_forms: bool,
    pub(super) waiting: BTreeMap<Id, Waiting>,
    cancelled: VecDeque<Id>,
    pub(super) questions: Questions,
    /// Names of the tools that the server has listed.
    pub(super) listed: BTreeSet<String>,
}

/// What a request that has no answer yet was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Waiting {
    /// A list of tools, whose answer is filtered.
    List,
    /// A call, and what is counted for it.
    Call(Reservation),
    /// A call that waits for a person; the server knows nothing of it.
    Held,
    /// The handshake.
    Initialize,
    /// Any other.
    Other,
}

/// Requests without an answer that are held in mind.
const MOST_WAITING: usize = 10_000;
/// Cancelled requests whose late answer is still expected.
const MOST_CANCELLED: usize = 1_000;

impl Session {
    /// A connection on which nothing was said yet.
    pub fn new(policy: Policy, settings: Settings) -> Self {
        Self {
            evaluator: Evaluator::new(policy),
            questions: Questions::new(&settings.secret),
            settings,
            initialized: false,
            shows_forms: false,
            waiting: BTreeMap::new(),
            cancelled: VecDeque::new(),
            listed: BTreeSet::new(),
        }
    }

    /// How many requests have no answer yet.
    pub fn waiting(&self) -> usize {
        self.waiting.len()
    }

    /// Reads a line of the client. `at` is in seconds since 1970.
    pub fn from_client(&mut self, line: Vec<u8>, at: u64) -> Vec<Out> {
        if line.trim_ascii().is_empty() {
            return Vec::new();
        }
        let Ok(text) = std::str::from_utf8(&line) else {
            return self.refuse(line, "it is not UTF-8", at);
        };
        let mut outs = match Message::read(text) {
            Ok(Message::Request {
                id,
                method,
                members,
            }) => match self.request(&id, &method, &members, text, at) {
                Ok(outs) => outs,
                Err(reason) => return self.refuse(line, &reason, at),
            },
            Ok(Message::Notification { method, members }) => {
                match self.notification(&method, &members, text) {
                    Ok(outs) => outs,
                    Err(reason) => return self.refuse(line, &reason, at),
                }
            }
            Ok(Message::Response { id, members }) => self.response(id.as_ref(), &members, text, at),
            Err(reason) => return self.refuse(line, &reason, at),
        };
        if self.settings.dry_run {
            outs.push(Out::ToServer(line));
        }
        outs
    }

    /// A line of the client that was too long to be kept.
    pub fn too_long(&mut self, side: Side, at: u64) -> Vec<Out> {
        let reason = format!("it is longer than {} bytes", super::LONGEST);
        vec![Out::Log(Record::Refused { at, side, reason })]
    }

    /// A line that is not passed on, unless nothing is to be enforced.
    fn refuse(&mut self, line: Vec<u8>, reason: &str, at: u64) -> Vec<Out> {
        let mut outs = vec![Out::Log(Record::Refused {
            at,
            side: Side::Client,
            reason: reason.to_owned(),
        })];
        if self.settings.dry_run {
            outs.push(Out::ToServer(line));
        } else if let Some(id) = message::id_of_refused(&line) {
            outs.push(Out::ToClient(reply::refused(&id, reason)));
        }
        outs
    }

    fn request(
        &mut self,
        id: &Id,
        method: &str,
        members: &Members<'_>,
        text: &str,
        at: u64,
    ) -> Result<Vec<Out>, String> {
        if self.waiting.contains_key(id) {
            return Err("its id is that of a request without an answer".to_owned());
        }
        if self.waiting.len() >= MOST_WAITING {
            return Err("too many requests have no answer".to_owned());
        }
        let waiting = match method {
            TOOLS_CALL => return self.call(id, members, text, at),
            "tools/list" => Waiting::List,
            "initialize" => {
                let params = members.object("params");
                let capabilities = params.and_then(|params| params.value("capabilities"));
                self.initialized = true;
                self.shows_forms = capabilities.is_some_and(|it| ask::shows_forms(&it));
                Waiting::Initialize
            }
            _ => Waiting::Other,
        };
        self.waiting.insert(id.clone(), waiting);
        Ok(self.pass(text))
    }

    /// The line for the server. In a dry run the line as it came is sent instead, by the caller.
    fn pass(&self, text: &str) -> Vec<Out> {
        if self.settings.dry_run {
            return Vec::new();
        }
        vec![Out::ToServer(wire::compact(text).into_bytes())]
    }

    fn notification(
        &mut self,
        method: &str,
        members: &Members<'_>,
        text: &str,
    ) -> Result<Vec<Out>, String> {
        if method == TOOLS_CALL {
            return Err("a call without an id".to_owned());
        }
        if method == "notifications/cancelled" {
            let params = members.object("params");
            let id = params.as_ref().and_then(|params| params.raw("requestId"));
            if let Some(id) = id.and_then(Id::of)
                && let Some(outs) = self.cancel(id)
            {
                return Ok(outs);
            }
        }
        Ok(self.pass(text))
    }

    /// The client waits no longer. What was sent may still be done, so it stays counted; a call that
    /// waits for a person is not made, and the server is not told of it.
    fn cancel(&mut self, id: Id) -> Option<Vec<Out>> {
        if self.waiting.get(&id) == Some(&Waiting::Held) {
            self.waiting.remove(&id);
            let (token, question) = self.questions.close_call(&id)?;
            self.evaluator.release(question.reserved);
            return Some(vec![Out::ToClient(reply::cancelled(&token))]);
        }
        if self.waiting.contains_key(&id) {
            self.cancelled.push_back(id);
        }
        if self.cancelled.len() > MOST_CANCELLED
            && let Some(oldest) = self.cancelled.pop_front()
        {
            self.waiting.remove(&oldest);
        }
        None
    }

    fn response(
        &mut self,
        id: Option<&Id>,
        members: &Members<'_>,
        text: &str,
        at: u64,
    ) -> Vec<Out> {
        let Some(Id::Text(token)) = id else {
            return self.pass(text);
        };
        if !self.questions.owns(token) {
            return self.pass(text);
        }
        let Some(question) = self.questions.close(token) else {
            return Vec::new();
        };
        let Some(id) = question.id.clone() else {
            return Vec::new();
        };
        self.waiting.remove(&id);
        let yes = ask::says_yes(members.value("result").as_ref());
        self.answered(&id, question, yes, at)
    }

    /// Decides a call.
    fn call(
        &mut self,
        id: &Id,
        members: &Members<'_>,
        text: &str,
        at: u64,
    ) -> Result<Vec<Out>, String> {
        let call = ToolCall::read(members)?;
        let params = members.object("params");
        let state = params.as_ref().and_then(|it| it.text("requestState"));
        if let (Some(params), Some(state)) = (&params, state)
            && self.questions.owns(&state)
        {
            return Ok(self.asked_again(id, &call, params, &state, at));
        }
        let asking = match ask::modern(params.as_ref()) {
            Some(true) => Asking::Result,
            None if self.shows_forms => Asking::Request,
            Some(false) | None => Asking::Never,
        };
        let verdict = self.decide(&call, at);
        if self.settings.dry_run {
            let log = record(&call, &verdict, None, at);
            self.waiting
                .insert(id.clone(), Waiting::Call(verdict.reserved));
            return Ok(vec![log]);
        }
        Ok(match verdict.effect {
            Effect::Allow => self.forward(id, &call, verdict, wire::compact(text), None, at),
            Effect::Deny => deny(id, &call, &verdict, None, at),
            Effect::Ask => self.ask(id, call, verdict, asking, text, at),
        })
    }

    /// The policy's decision, and of no call whose arguments it could misread.
    fn decide(&mut self, call: &ToolCall, at: u64) -> Verdict {
        if let Some(name) = self.disguised(call) {
            return Verdict {
                effect: Effect::Deny,
                rule: pointer(&call.tool),
                reason: format!("An argument is `{name}` of the policy but for its case."),
                reserved: Reservation::default(),
            };
        }
        self.evaluator.decide(Call {
            tool: &call.tool,
            arguments: &call.arguments,
            at,
        })
    }

    /// The name in a path of the policy that a key of the arguments is but for its case: a server that
    /// reads keys without regard to case would see an argument that the policy does not.
    fn disguised(&self, call: &ToolCall) -> Option<String> {
        let rule = self.evaluator.policy().rule(&call.tool)?;
        let conditions = rule.guards().flat_map(|guard| &guard.conditions);
        conditions
            .filter_map(|condition| {
                let mut place = Some(&call.arguments);
                condition.steps().find(|step| {
                    let here = place;
                    place = here.and_then(|value| value.get(*step));
                    let keys = here.and_then(Value::as_object);
                    keys.is_some_and(|map| {
                        let mut keys = map.keys();
                        keys.any(|key| message::disguised(key, std::iter::once(*step)).is_some())
                    })
                })
            })
            .map(str::to_owned)
            .next()
    }

    fn forward(
        &mut self,
        id: &Id,
        call: &ToolCall,
        verdict: Verdict,
        line: String,
        answer: Option<Answer>,
        at: u64,
    ) -> Vec<Out> {
        let log = record(call, &verdict, answer, at);
        self.waiting
            .insert(id.clone(), Waiting::Call(verdict.reserved));
        vec![log, Out::ToServer(line.into_bytes())]
    }

    fn ask(
        &mut self,
        id: &Id,
        call: ToolCall,
        verdict: Verdict,
        asking: Asking,
        text: &str,
        at: u64,
    ) -> Vec<Out> {
        let log = record(&call, &verdict, None, at);
        if asking == Asking::Never {
            self.evaluator.release(verdict.reserved.clone());
            let verdict = Verdict {
                effect: Effect::Deny,
                reason: format!("{} This client cannot ask a person.", verdict.reason),
                ..verdict
            };
            return deny(id, &call, &verdict, Some(Answer::Unasked), at);
        }
        let question = Question {
            id: (asking == Asking::Request).then(|| id.clone()),
            call,
            line: wire::compact(text),
            reserved: verdict.reserved,
            rule: verdict.rule,
        };
        let form = ask::form(&question, &self.settings.server, &verdict.reason);
        let (token, gone) = self.questions.open(question);
        let mut outs = vec![log];
        if asking == Asking::Request {
            self.waiting.insert(id.clone(), Waiting::Held);
            outs.push(Out::ToClient(reply::elicitation(&token, &form)));
        } else {
            let line = reply::input_required(id, ask::INPUT, &form, &token);
            outs.push(Out::ToClient(line));
        }
        outs.extend(gone.into_iter().flat_map(|old| self.forget(old, at)));
        outs
    }

    /// A question that was open for too long.
    fn forget(&mut self, question: Question, at: u64) -> Vec<Out> {
        let Some(id) = question.id.clone() else {
            self.evaluator.release(question.reserved);
            return Vec::new();
        };
        self.waiting.remove(&id);
        self.answered(&id, question, false, at)
    }

    /// The second call of a client that was asked by a result. What is sent is the call that the
    /// person saw; of this one only what belongs to the transport.
    fn asked_again(
        &mut self,
        id: &Id,
        call: &ToolCall,
        params: &Members<'_>,
        state: &str,
        at: u64,
    ) -> Vec<Out> {
        let question = self.questions.close(state);
        let Some(mut question) = question.filter(|asked| asked.id.is_none()) else {
            let verdict = not_approved(pointer(&call.tool), "Its approval is not known any more.");
            return deny(id, call, &verdict, Some(Answer::Declined), at);
        };
        if question.call != *call {
            self.evaluator.release(question.reserved);
            let verdict = not_approved(question.rule, "It is not the call that was asked about.");
            return deny(id, call, &verdict, Some(Answer::Declined), at);
        }
        let answers = params.value("inputResponses");
        let yes = ask::says_yes(answers.as_ref().and_then(|it| it.get(ask::INPUT)));
        question.line = renewed(&question.line, id, params.raw("_meta"));
        self.answered(id, question, yes, at)
    }

    /// A person has answered. The policy may be another one by now, and the window of a limit another
    /// one too, so the call is decided anew.
    fn answered(&mut self, id: &Id, question: Question, yes: bool, at: u64) -> Vec<Out> {
        let Question {
            call,
            line,
            reserved,
            rule,
            ..
        } = question;
        self.evaluator.release(reserved);
        if !yes {
            let verdict = not_approved(rule, "A person was asked and did not approve it.");
            return deny(id, &call, &verdict, Some(Answer::Declined), at);
        }
        let verdict = self.decide(&call, at);
        match verdict.effect {
            Effect::Deny => deny(id, &call, &verdict, Some(Answer::Approved), at),
            Effect::Allow | Effect::Ask => {
                let verdict = Verdict {
                    effect: Effect::Allow,
                    ..verdict
                };
                self.forward(id, &call, verdict, line, Some(Answer::Approved), at)
            }
        }
    }

    /// Decides by another policy from now on.
    pub fn replace(&mut self, policy: Policy) -> Vec<Out> {
        let other =
            |name: &String| visible(self.evaluator.policy(), name) != visible(&policy, name);
        let changed = self.listed.iter().any(other);
        self.evaluator.replace(policy);
        if changed && self.initialized && !self.settings.dry_run {
            return vec![Out::ToClient(reply::list_changed())];
        }
        Vec::new()
    }
}

/// The held request with the id and the metadata of the one that brings the approval.
fn renewed(line: &str, id: &Id, meta: Option<&str>) -> String {
    let Some(members) = Members::of(line) else {
        return String::new();
    };
    let params = members.object("params");
    let params = params.map(|params| params.with(&[("_meta", meta)]));
    let id = id.json();
    let line = members.with(&[("id", Some(&id)), ("params", params.as_deref())]);
    wire::compact(&line)
}

fn not_approved(rule: String, reason: &str) -> Verdict {
    Verdict {
        effect: Effect::Deny,
        rule,
        reason: reason.to_owned(),
        reserved: Reservation::default(),
    }
}

fn deny(id: &Id, call: &ToolCall, verdict: &Verdict, answer: Option<Answer>, at: u64) -> Vec<Out> {
    let tool = super::record::cut(&escape::one_line(&call.tool), 200);
    let rule = super::record::cut(&escape::one_line(&verdict.rule), 400);
    let text = format!(
        "`{tool}` was not called: denied by policy. {} Rule: {rule}",
        verdict.reason
    );
    vec![
        record(call, verdict, answer, at),
        Out::ToClient(reply::denied(id, &escape::visible(&text))),
    ]
}

fn record(call: &ToolCall, verdict: &Verdict, answer: Option<Answer>, at: u64) -> Out {
    Out::Log(Record::Decided {
        at,
        tool: call.tool.clone(),
        effect: verdict.effect,
        rule: verdict.rule.clone(),
        keys: call.keys().map(str::to_owned).collect(),
        answer,
    })
}

fn pointer(tool: &str) -> String {
    format!("/tools/{}", tool.replace('~', "~0").replace('/', "~1"))
}
