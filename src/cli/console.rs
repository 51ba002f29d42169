//! Where a command's data and talk go: data on stdout, talk and progress on stderr.

use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

use anstream::ColorChoice;
use clap::ValueEnum;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::CliError;
use crate::escape::visible;

/// How loud and how colourful to be.
#[derive(Debug, clap::Args)]
pub(super) struct Talk {
    /// Print only errors on stderr.
    #[arg(long, short, global = true)]
    quiet: bool,

    /// Also print on stderr what the command read and how long it took.
    #[arg(long, short, global = true, conflicts_with = "quiet")]
    verbose: bool,

    /// When to use color. The variable `NO_COLOR` is respected.
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: When,
}

impl Talk {
    const fn loudness(&self) -> Loudness {
        match (self.quiet, self.verbose) {
            (true, _) => Loudness::Quiet,
            (false, false) => Loudness::Usual,
            (false, true) => Loudness::Verbose,
        }
    }
}

/// How much is said on stderr.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Loudness {
    Quiet,
    Usual,
    Verbose,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum When {
    Auto,
    Always,
    Never,
}

/// The two streams of a command.
pub struct Console {
    /// Nothing once its reader has gone away.
    out: Option<Box<dyn Write>>,
    err: Box<dyn Write>,
    /// Whether stdout takes colour.
    pub color: bool,
    loudness: Loudness,
    started: Instant,
    progress: bool,
}

impl Console {
    /// The streams of this process.
    pub(super) fn of_process(talk: &Talk) -> Self {
        let color = match talk.color {
            When::Always => true,
            When::Never => false,
            When::Auto => anstream::AutoStream::choice(&io::stdout()) != ColorChoice::Never,
        };
        Self {
            out: Some(Box::new(io::BufWriter::new(io::stdout()))),
            err: Box::new(io::stderr()),
            color,
            loudness: talk.loudness(),
            started: Instant::now(),
            progress: !talk.quiet && io::stderr().is_terminal(),
        }
    }

    /// Writes data. Nobody has to read it: when the reader goes away, as `head` does, the rest of the
    /// data is dropped and the command goes on, so that its work and its verdict stay the same.
    ///
    /// # Errors
    ///
    /// When stdout cannot be written for another reason, such as a full disk.
    pub fn data(&mut self, text: &str) -> Result<(), CliError> {
        let Some(out) = &mut self.out else {
            return Ok(());
        };
        match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => self.out = None,
            result => result?,
        }
        Ok(())
    }

    /// Says a line on stderr unless asked to be quiet.
    pub fn say(&mut self, line: &str) {
        if self.loudness != Loudness::Quiet {
            self.complain(line);
        }
    }

    /// Says a line on stderr if asked to say more, with the time since the start.
    pub(super) fn detail(&mut self, line: &str) {
        if self.loudness == Loudness::Verbose {
            let seconds = self.started.elapsed().as_secs_f64();
            self.complain(&format!("[{seconds:.2} s] {line}"));
        }
    }

    /// Says a line on stderr in any case. Lost words on a closed stderr are nobody's loss.
    pub fn complain(&mut self, line: &str) {
        let _closed = writeln!(self.err, "{}", visible(line));
    }

    /// Says why the command could not run.
    pub(super) fn error(&mut self, error: &CliError) {
        self.complain(&format!("error: {error}"));
        if let Some(help) = error.help() {
            self.complain(&format!("help: {help}"));
        }
    }

    /// A bar for `length` steps of long work; hidden unless stderr is a terminal.
    pub fn bar(&self, what: &str, length: usize) -> ProgressBar {
        let target = if self.progress {
            ProgressDrawTarget::stderr_with_hz(10)
        } else {
            ProgressDrawTarget::hidden()
        };
        let bar = ProgressBar::with_draw_target(u64::try_from(length).ok(), target);
        let style = ProgressStyle::with_template("{msg} {wide_bar} {human_pos}/{human_len} {eta}");
        if let Ok(style) = style {
            bar.set_style(style);
        }
        bar.set_message(what.to_owned());
        bar.enable_steady_tick(Duration::from_millis(200));
        bar
    }
}
