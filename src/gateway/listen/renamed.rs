//! Requests of several clients on one connection: each has an id there that no other one has, and is given
//! back its own.

use crate::gateway::envelope::Envelope;
use crate::gateway::message::SUBSCRIPTION;
use crate::wire::{Id, Members, quoted};

/// What a request was called by its client, as it is written.
#[derive(Debug)]
pub(super) struct Renamed {
    id: String,
    progress: Option<String>,
}

impl Renamed {
    /// The request under another id, which is the token of its progress as well; and what it was called.
    pub(super) fn request(read: &Envelope, id: &Id) -> (Envelope, Self) {
        let own = Self {
            id: read.raw("id").unwrap_or("null").to_owned(),
            progress: asked_progress(read),
        };
        let renamed = read.with_id(id);
        let meta = read.params().filter(|_| own.progress.is_some());
        let meta = meta.and_then(|params| {
            let meta = params.object("_meta")?;
            Some(meta.with(&[("progressToken", Some(&id.json()))]))
        });
        let told = meta.and_then(|meta| renamed.with_params(&[("_meta", Some(&meta))]));
        (told.unwrap_or(renamed), own)
    }

    /// The answer under the client's own id.
    pub(super) fn answer(&self, members: &Members<'_>) -> Vec<u8> {
        let result = members.object("result").and_then(|it| self.meta(&it));
        let text = match &result {
            Some(result) => members.with(&[("id", Some(&self.id)), ("result", Some(result))]),
            None => members.with(&[("id", Some(&self.id))]),
        };
        text.into_bytes()
    }

    /// A notification that names the request; `None` if it can stay as it is.
    pub(super) fn message(&self, members: &Members<'_>, params: &Members<'_>) -> Option<Vec<u8>> {
        let params = match (params.raw("progressToken"), &self.progress) {
            (Some(_), Some(own)) => params.with(&[("progressToken", Some(own))]),
            _ => self.meta(params)?,
        };
        Some(members.with(&[("params", Some(&params))]).into_bytes())
    }

    /// An object whose `_meta` names the subscription, by the client's own id.
    fn meta(&self, object: &Members<'_>) -> Option<String> {
        let meta = object.object("_meta")?;
        meta.raw(SUBSCRIPTION)?;
        // The key has no other value than an id, which the protocol writes as the request's.
        let meta = meta.with(&[(SUBSCRIPTION, Some(&self.id))]);
        Some(object.with(&[("_meta", Some(&meta))]))
    }
}

/// The token by which a request wants to be told of its progress, as it is written.
pub(super) fn asked_progress(read: &Envelope) -> Option<String> {
    let params = read.params()?;
    let meta = params.object("_meta")?;
    meta.raw("progressToken").map(canonical)
}

/// The token that a notification of progress names.
pub(super) fn progress_of(method: &str, params: &Members<'_>) -> Option<String> {
    let token = params.raw("progressToken")?;
    (method == "notifications/progress").then(|| canonical(token))
}

/// The subscription that a notification names.
pub(super) fn subscription_of(params: &Members<'_>) -> Option<Id> {
    let meta = params.object("_meta")?;
    Id::of(meta.raw(SUBSCRIPTION)?)
}

/// A token as this program writes it.
fn canonical(raw: &str) -> String {
    match serde_json::from_str::<String>(raw) {
        Ok(text) => quoted(&text),
        Err(_) => raw.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_told_of_by_its_own_id_and_token() {
        let text = r#"{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"get","_meta":{"progressToken":"p"}}}"#;
        let id = Id::Text("g1".to_owned());
        let (sent, renamed) = Renamed::request(&Envelope::of_client(text).unwrap(), &id);
        assert_eq!(sent.id(), Some(&id));
        assert_eq!(
            sent.line(),
            r#"{"jsonrpc":"2.0","id":"g1","method":"tools/call","params":{"name":"get","_meta":{"progressToken":"g1"}}}"#
        );
        let told = |text: &str| {
            let members = Members::of(text).unwrap();
            let params = members.object("params").unwrap();
            renamed.message(&members, &params).unwrap()
        };
        assert_eq!(
            told(r#"{"jsonrpc":"2.0","params":{"progressToken":"g1","progress":1}}"#),
            br#"{"jsonrpc":"2.0","params":{"progressToken":"p","progress":1}}"#
        );
        let key = r#""io.modelcontextprotocol/subscriptionId""#;
        assert_eq!(
            told(&format!(r#"{{"params":{{"_meta":{{{key}:"g1"}}}}}}"#)),
            format!(r#"{{"params":{{"_meta":{{{key}:7}}}}}}"#).into_bytes()
        );
        let answer = Members::of(r#"{"result":{"n":1},"id":"g1"}"#).unwrap();
        assert_eq!(renamed.answer(&answer), br#"{"result":{"n":1},"id":7}"#);
    }
}
