//! How a client starts the gateway before a server.

/// How the gateway is started.
#[derive(Debug, Clone)]
pub struct Gateway<'a> {
    /// This program.
    pub program: &'a str,
    /// The policy's file.
    pub policy: &'a str,
    /// The server's name in questions and in the log.
    pub name: &'a str,
}

impl Gateway<'_> {
    /// The words after the program, before what is the server's own.
    pub fn words(&self) -> Vec<String> {
        let mut words = ["gateway", "--policy", self.policy]
            .map(str::to_owned)
            .to_vec();
        if self.name.starts_with('-') {
            // Alone it would be read as an option, or as the end of the options.
            words.push(format!("--as={}", self.name));
        } else {
            words.extend(["--as", self.name].map(str::to_owned));
        }
        words
    }

    /// Why clients would start something else: they read some signs in paths as variables.
    ///
    /// # Errors
    ///
    /// The path that has such a sign, in words.
    pub fn check(&self) -> Result<(), String> {
        let is_read = |path: &&str| path.contains(['$', '%', '{']);
        match [self.program, self.policy].iter().copied().find(is_read) {
            None => Ok(()),
            Some(path) => Err(format!(
                "the client would read the `$`, `%` or {{ in `{path}` as a variable"
            )),
        }
    }
}
