//! Calls of tools: what the policy decides of each, and what a person answers.

use super::ask::{self, Asking, Question, Reply};
use super::envelope::Envelope;
use super::listing::Unnamed;
use super::lookalike;
use super::message::ToolCall;
use super::record::{Answer, Record, cut};
use super::recording::Passed;
use super::reply::{self, Refusal};
use super::session::{Out, Session, Waiting};
use super::shown;
use super::visible;
use crate::escape;
use crate::policy::{Call, Code, Effect, Guard, Verdict, tool_pointer};
use crate::sort;
use crate::wire::{Id, Members};

/// A call that is being decided.
struct Case<'a> {
    /// The id of the request, which is to be answered.
    id: &'a Id,
    call: &'a ToolCall,
    /// Seconds since 1970-01-01T00:00Z.
    at: u64,
    /// Whether a refusal may have structured content.
    structured: bool,
}

impl Case<'_> {
    fn record(&self, verdict: &Verdict, answer: Option<Answer>) -> Out {
        Out::Log(Record::Decided {
            at: self.at,
            tool: self.call.tool.clone(),
            effect: verdict.effect,
            rule: verdict.rule.clone(),
            keys: self.call.keys().map(str::to_owned).collect(),
            answer,
        })
    }

    fn deny(&self, verdict: &Verdict, answer: Option<Answer>) -> Vec<Out> {
        let tool = cut(&escape::one_line(&self.call.tool), 200);
        let rule = cut(&escape::one_line(&verdict.rule), 400);
        let reason = &verdict.reason;
        let text = format!("`{tool}` was not called: denied by policy. {reason} Rule: {rule}");
        let refusal = Refusal {
            text: &escape::visible(&text),
            tool: &tool,
            verdict,
            at: self.at,
            structured: self.structured,
        };
        vec![
            self.record(verdict, answer),
            Out::ToClient(reply::denied(self.id, &refusal).into()),
        ]
    }
}

impl Session {
    /// A call that is being decided.
    fn case<'a>(&self, id: &'a Id, call: &'a ToolCall, at: u64) -> Case<'a> {
        // Clients hold structured content against the form that the tool's results must have, errors too. So
        // it is left out where the client may know of one.
        let unseen = !visible(self.evaluator.policy(), &call.tool);
        Case {
            id,
            call,
            at,
            structured: unseen || self.listed.get(&call.tool) == Some(&false),
        }
    }

    /// Decides a call.
    pub(super) fn call(&mut self, read: Envelope, at: u64) -> Vec<Out> {
        let (Some(id), Some(Ok(call))) = (read.id(), read.call()) else {
            return Vec::new();
        };
        let case = self.case(id, call, at);
        let params = read.params();
        let state = params.as_ref().and_then(|it| it.text("requestState"));
        if let (Some(params), Some(state)) = (&params, state)
            && self.questions.owns(&state)
        {
            return self.asked_again(&case, params, &state);
        }
        if self.needs_list(call, at) {
            return self.hold(id.clone(), read, at);
        }
        self.decided(read, at)
    }

    /// Decides a call for good.
    pub(super) fn decided(&mut self, read: Envelope, at: u64) -> Vec<Out> {
        let (Some(id), Some(Ok(call))) = (read.id(), read.call()) else {
            return Vec::new();
        };
        let case = self.case(id, call, at);
        let params = read.params();
        let asking = match ask::modern(params.as_ref()) {
            Some(true) => Asking::Result,
            None if self.shows_forms => Asking::Request,
            Some(false) | None => Asking::Never,
        };
        let verdict = self.decide(call, at);
        match verdict.effect {
            Effect::Deny => case.deny(&verdict, None),
            Effect::Allow => {
                let mut outs = self.forward(&case, verdict, None);
                outs.push(Out::ToServer(read.into()));
                outs
            }
            Effect::Ask => self.ask(&case, verdict, asking, &read),
        }
    }

    /// Decides a call that is passed on whatever is decided.
    pub(super) fn watch_call(&mut self, read: &Envelope, at: u64) -> Vec<Out> {
        let (Some(id), Some(Ok(call))) = (read.id(), read.call()) else {
            return Vec::new();
        };
        let case = self.case(id, call, at);
        let verdict = self.decide(call, at);
        let log = case.record(&verdict, None);
        self.waiting
            .insert(id.clone(), Waiting::Call(verdict.reserved));
        std::iter::once(log).chain(self.passed(&case)).collect()
    }

    /// The policy's decision, and of no call that a server could read otherwise than the policy does.
    fn decide(&mut self, call: &ToolCall, at: u64) -> Verdict {
        if let Some(unnamed) = self.against(&call.tool, at) {
            return self.unclear(&unnamed, at);
        }
        let policy = self.evaluator.policy();
        let rule = policy.rule(&call.tool);
        if let Some(reason) = rule.and_then(|rule| lookalike::misread(rule, &call.arguments)) {
            return Verdict::deny(Code::UnclearArguments, tool_pointer(&call.tool), reason);
        }
        self.evaluator.decide(Call {
            tool: &call.tool,
            arguments: &call.arguments,
            at,
        })
    }

    /// The refusal of a call whose name is not one that the policy lets pass.
    fn unclear(&self, unnamed: &Unnamed<'_>, at: u64) -> Verdict {
        let why = if self.knows_list(at) {
            "the server lists no tool of exactly this name"
        } else {
            "the gateway does not know the server's list of tools. If it is another tool, list the tools first"
        };
        let (rule, reason) = match unnamed {
            Unnamed::Resembles { rule, tool } => (
                *rule,
                format!("A server can take its name for `{tool}`, and {why}."),
            ),
            Unnamed::Unlisted => (
                "/default",
                format!(
                    "The policy restricts tools that a server can know by other names, and {why}."
                ),
            ),
        };
        Verdict::deny(Code::UnclearName, rule.to_owned(), reason)
    }

    /// Notes that a call is passed on; the caller sends it.
    fn forward(&mut self, case: &Case<'_>, verdict: Verdict, answer: Option<Answer>) -> Vec<Out> {
        let log = case.record(&verdict, answer);
        let waiting = Waiting::Call(verdict.reserved);
        self.waiting.insert(case.id.clone(), waiting);
        let passed = self.passed(case);
        std::iter::once(log).chain(passed).collect()
    }

    /// The call for the recording, if there is one.
    fn passed(&self, case: &Case<'_>) -> Option<Out> {
        self.settings.records.then(|| {
            Out::Passed(Passed {
                at: case.at,
                tool: case.call.tool.clone(),
                arguments: case.call.arguments.clone(),
            })
        })
    }

    fn ask(
        &mut self,
        case: &Case<'_>,
        verdict: Verdict,
        asking: Asking,
        read: &Envelope,
    ) -> Vec<Out> {
        if asking == Asking::Never {
            let why = "Nobody was asked. This client cannot ask a person.";
            return self.cannot_ask(case, verdict, why);
        }
        let ruled = self.ruled(&case.call.tool, &verdict.rule);
        let arguments = match shown::lines(&case.call.arguments, &ruled) {
            Ok(lines) => lines,
            Err(values) => {
                let why = format!(
                    "Nobody was asked: its arguments have {values} values, too many to show."
                );
                return self.cannot_ask(case, verdict, &why);
            }
        };
        let log = case.record(&verdict, None);
        let question = Question {
            id: (asking == Asking::Request).then(|| case.id.clone()),
            call: case.call.clone(),
            read: read.clone(),
            reserved: verdict.reserved,
            rule: verdict.rule,
        };
        let form = ask::form(
            &question,
            &self.settings.server,
            &verdict.reason,
            &arguments,
        );
        let (token, gone) = self.questions.open(question);
        let line = if asking == Asking::Request {
            self.waiting.insert(case.id.clone(), Waiting::Held);
            reply::elicitation(&token, &form)
        } else {
            reply::input_required(case.id, ask::INPUT, &form, &token)
        };
        // The oldest question goes where this one is too many.
        let gone = gone.map(|old| self.reply(old, Reply::Unanswered, case.at));
        let outs = [log, Out::ToClient(line.into())].into_iter();
        outs.chain(gone.into_iter().flatten()).collect()
    }

    /// Denies a call that a person would have to approve, without a question.
    fn cannot_ask(&self, case: &Case<'_>, verdict: Verdict, why: &str) -> Vec<Out> {
        self.evaluator.release(verdict.reserved);
        let reason = format!("{} {why}", verdict.reason);
        let verdict = Verdict::deny(Code::CannotAsk, verdict.rule, reason);
        case.deny(&verdict, Some(Answer::Unasked))
    }

    /// The arguments that the rules of a tool read, those of the rule at `pointer` first.
    fn ruled(&self, tool: &str, pointer: &str) -> Vec<String> {
        let Some(rule) = self.evaluator.policy().rule(tool) else {
            return Vec::new();
        };
        let placed = |guards: &[Guard], key: &str| {
            let placed = guards.iter().enumerate();
            let placed = placed.map(|(place, guard)| {
                let asks = pointer.ends_with(&format!("/{key}/{place}"));
                let paths = guard.conditions.iter().map(|it| {
                    let steps: Vec<&str> = it.steps().collect();
                    steps.join(".")
                });
                (!asks, paths.collect::<Vec<_>>())
            });
            placed.collect::<Vec<_>>()
        };
        let mut guards = placed(&rule.require, "require");
        guards.extend(placed(&rule.deny_if, "deny_if"));
        sort::by_key(&mut guards, |(other, _)| *other);
        guards.into_iter().flat_map(|(_, paths)| paths).collect()
    }

    /// What comes of a question whose call still waits; of any other nothing.
    pub(super) fn reply(&mut self, question: Question, reply: Reply, at: u64) -> Vec<Out> {
        let Some(id) = question.id.clone() else {
            self.evaluator.release(question.reserved);
            return Vec::new();
        };
        self.over(&id);
        self.answered(&id, question, reply, at)
    }

    /// The second call of a client that was asked by a result. What is sent is the call that the
    /// person saw; of this one only what belongs to the transport.
    fn asked_again(&mut self, case: &Case<'_>, params: &Members<'_>, state: &str) -> Vec<Out> {
        let question = self.questions.close(state);
        let Some(mut question) = question.filter(|asked| asked.id.is_none()) else {
            let reason = "Its approval is not known any more.".to_owned();
            let rule = tool_pointer(&case.call.tool);
            let verdict = Verdict::deny(Code::UnknownApproval, rule, reason);
            return case.deny(&verdict, Some(Answer::Declined));
        };
        if question.call != *case.call {
            self.evaluator.release(question.reserved);
            let reason = "It is not the call that was asked about.".to_owned();
            let verdict = Verdict::deny(Code::UnknownApproval, question.rule, reason);
            return case.deny(&verdict, Some(Answer::Declined));
        }
        let answers = params.value("inputResponses");
        let reply = Reply::of(answers.as_ref().and_then(|it| it.get(ask::INPUT)));
        question.read = renewed(&question.read, case.id, params.raw("_meta"));
        self.answered(case.id, question, reply, case.at)
    }

    /// A person has answered. The policy may be another one by now, and the window of a limit another
    /// one too, so the call is decided anew.
    fn answered(&mut self, id: &Id, question: Question, reply: Reply, at: u64) -> Vec<Out> {
        let Question {
            call,
            read,
            reserved,
            rule,
            ..
        } = question;
        let case = self.case(id, &call, at);
        self.evaluator.release(reserved);
        if let Some((code, reason, answer)) = refused(reply) {
            let verdict = Verdict::deny(code, rule, reason.to_owned());
            return case.deny(&verdict, Some(answer));
        }
        let mut verdict = self.decide(&call, at);
        match verdict.effect {
            Effect::Deny => case.deny(&verdict, Some(Answer::Approved)),
            Effect::Allow | Effect::Ask => {
                verdict.effect = Effect::Allow;
                let mut outs = self.forward(&case, verdict, Some(Answer::Approved));
                outs.push(Out::ToServer(read.into()));
                outs
            }
        }
    }
}

/// The held request with the id and the metadata of the one that brings the approval.
fn renewed(read: &Envelope, id: &Id, meta: Option<&str>) -> Envelope {
    let renewed = read.with_id(id);
    renewed.with_params(&[("_meta", meta)]).unwrap_or(renewed)
}

/// Why a call is not made after a reply, unless it approves.
const fn refused(reply: Reply) -> Option<(Code, &'static str, Answer)> {
    match reply {
        Reply::Approved => None,
        Reply::Declined => Some((
            Code::Declined,
            "Whoever answered the question did not approve it.",
            Answer::Declined,
        )),
        Reply::Unanswered => Some((
            Code::Unanswered,
            "It needs a person's approval, and the question came back without an answer.",
            Answer::Unanswered,
        )),
        Reply::Failed => Some((
            Code::CannotAsk,
            "It needs a person's approval, and the client could not ask anybody.",
            Answer::Unasked,
        )),
    }
}
