//! A site on loopback while its catalog is edited: requests in, answers out, browsers told to reload.
//!
//! [`Listener`] hands over what happens, one [`Event`] after the other: a request, a change on disk,
//! the wish to end. [`Served`] answers requests from a [`Site`](crate::site::Site), each page rendered
//! when it is asked for, and keeps each as it was last good: while something is broken, that is shown.
//!
//! Only this machine gets an answer: the listener is bound to loopback, and a request must name it
//! (`Host`), so that a page of the web cannot read the catalog through a name that it points here.
//! No path of a request reaches the file system.

mod answer;
mod listen;
mod live;
mod served;

pub use answer::Answer;
pub use listen::{Event, Listener, ServeError};
pub use served::Served;
