//! Calls of tools: what the policy decides of each, and what a person answers.

use super::ask::{self, Asking, Question};
use super::lookalike;
use super::message::ToolCall;
use super::record::{Answer, Record, cut};
use super::reply;
use super::session::{Out, Session, Waiting};
use crate::escape;
use crate::policy::{Call, Effect, Reservation, Verdict, tool_pointer};
use crate::wire::{self, Id, Members};

/// A call that is being decided.
struct Case<'a> {
    /// The id of the request, which is to be answered.
    id: &'a Id,
    call: &'a ToolCall,
    /// Seconds since 1970-01-01T00:00Z.
    at: u64,
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
        vec![
            self.record(verdict, answer),
            Out::ToClient(reply::denied(self.id, &escape::visible(&text))),
        ]
    }
}

impl Session {
    /// Decides a call.
    pub(super) fn call(
        &mut self,
        id: &Id,
        members: &Members<'_>,
        text: &str,
        at: u64,
    ) -> Result<Vec<Out>, String> {
        let call = ToolCall::read(members)?;
        let case = Case {
            id,
            call: &call,
            at,
        };
        let params = members.object("params");
        let state = params.as_ref().and_then(|it| it.text("requestState"));
        if let (Some(params), Some(state)) = (&params, state)
            && self.questions.owns(&state)
        {
            return Ok(self.asked_again(&case, params, &state));
        }
        let asking = match ask::modern(params.as_ref()) {
            Some(true) => Asking::Result,
            None if self.shows_forms => Asking::Request,
            Some(false) | None => Asking::Never,
        };
        let verdict = self.decide(&call, at);
        if self.settings.dry_run {
            let log = case.record(&verdict, None);
            let waiting = Waiting::Call(verdict.reserved);
            self.waiting.insert(id.clone(), waiting);
            return Ok(vec![log]);
        }
        let line = wire::compact(text);
        Ok(match verdict.effect {
            Effect::Allow => self.forward(&case, verdict, line, None),
            Effect::Deny => case.deny(&verdict, None),
            Effect::Ask => self.ask(&case, verdict, asking, line),
        })
    }

    /// The policy's decision, and of no call that a server could read otherwise than the policy does.
    fn decide(&mut self, call: &ToolCall, at: u64) -> Verdict {
        let policy = self.evaluator.policy();
        if let Some((rule, name)) = lookalike::nearly_named(policy, &call.tool) {
            return refusal(rule, &format!("Its name is nearly `{name}`."));
        }
        let rule = policy.rule(&call.tool);
        if let Some(reason) = rule.and_then(|rule| lookalike::misread(rule, &call.arguments)) {
            return refusal(tool_pointer(&call.tool), &reason);
        }
        self.evaluator.decide(Call {
            tool: &call.tool,
            arguments: &call.arguments,
            at,
        })
    }

    fn forward(
        &mut self,
        case: &Case<'_>,
        verdict: Verdict,
        line: String,
        answer: Option<Answer>,
    ) -> Vec<Out> {
        let log = case.record(&verdict, answer);
        let waiting = Waiting::Call(verdict.reserved);
        self.waiting.insert(case.id.clone(), waiting);
        vec![log, Out::ToServer(line.into_bytes())]
    }

    fn ask(&mut self, case: &Case<'_>, verdict: Verdict, asking: Asking, line: String) -> Vec<Out> {
        if asking == Asking::Never {
            self.evaluator.release(verdict.reserved);
            let reason = format!("{} This client cannot ask a person.", verdict.reason);
            return case.deny(&refusal(verdict.rule, &reason), Some(Answer::Unasked));
        }
        let log = case.record(&verdict, None);
        let question = Question {
            id: (asking == Asking::Request).then(|| case.id.clone()),
            call: case.call.clone(),
            line,
            reserved: verdict.reserved,
            rule: verdict.rule,
        };
        let form = ask::form(&question, &self.settings.server, &verdict.reason);
        let (token, gone) = self.questions.open(question);
        let line = if asking == Asking::Request {
            self.waiting.insert(case.id.clone(), Waiting::Held);
            reply::elicitation(&token, &form)
        } else {
            reply::input_required(case.id, ask::INPUT, &form, &token)
        };
        // The oldest question, where this one is too many, is as good as declined.
        let gone = gone.map(|old| self.reply(old, false, case.at));
        let outs = [log, Out::ToClient(line)].into_iter();
        outs.chain(gone.into_iter().flatten()).collect()
    }

    /// What comes of a question whose call still waits; of any other nothing.
    pub(super) fn reply(&mut self, question: Question, yes: bool, at: u64) -> Vec<Out> {
        let Some(id) = question.id.clone() else {
            self.evaluator.release(question.reserved);
            return Vec::new();
        };
        self.over(&id);
        self.answered(&id, question, yes, at)
    }

    /// The second call of a client that was asked by a result. What is sent is the call that the
    /// person saw; of this one only what belongs to the transport.
    fn asked_again(&mut self, case: &Case<'_>, params: &Members<'_>, state: &str) -> Vec<Out> {
        let question = self.questions.close(state);
        let Some(mut question) = question.filter(|asked| asked.id.is_none()) else {
            let verdict = refusal(
                tool_pointer(&case.call.tool),
                "Its approval is not known any more.",
            );
            return case.deny(&verdict, Some(Answer::Declined));
        };
        if question.call != *case.call {
            self.evaluator.release(question.reserved);
            let verdict = refusal(question.rule, "It is not the call that was asked about.");
            return case.deny(&verdict, Some(Answer::Declined));
        }
        let answers = params.value("inputResponses");
        let yes = ask::says_yes(answers.as_ref().and_then(|it| it.get(ask::INPUT)));
        question.line = renewed(&question.line, case.id, params.raw("_meta"));
        self.answered(case.id, question, yes, case.at)
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
        let case = Case {
            id,
            call: &call,
            at,
        };
        self.evaluator.release(reserved);
        if !yes {
            let verdict = refusal(rule, "A person was asked and did not approve it.");
            return case.deny(&verdict, Some(Answer::Declined));
        }
        let mut verdict = self.decide(&call, at);
        match verdict.effect {
            Effect::Deny => case.deny(&verdict, Some(Answer::Approved)),
            Effect::Allow | Effect::Ask => {
                verdict.effect = Effect::Allow;
                self.forward(&case, verdict, line, Some(Answer::Approved))
            }
        }
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

fn refusal(rule: String, reason: &str) -> Verdict {
    Verdict {
        effect: Effect::Deny,
        rule,
        reason: reason.to_owned(),
        reserved: Reservation::default(),
    }
}
