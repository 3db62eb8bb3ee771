//! A `log_report` that is still running.

use std::fs::File;
use std::io;
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Output, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// Far more than anything takes here; what takes longer hangs.
const LIMIT: Duration = Duration::from_secs(60);

/// Waits until something is so.
#[track_caller]
pub(crate) fn wait_until(what: &str, mut is_so: impl FnMut() -> bool) {
    let begin = Instant::now();
    while !is_so() {
        assert!(begin.elapsed() < LIMIT, "in vain: {what}");
        thread::sleep(Duration::from_millis(5));
    }
}

/// It is killed when this is dropped, as where a test fails.
pub(crate) struct Running {
    child: Child,
    stdout: Collected,
    stderr: Collected,
}

impl Running {
    pub(crate) fn start(command: &mut Command) -> Self {
        let mut child =
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the example can be started");
        let stdout = Collected::new(child.stdout.take().expect("a pipe"));
        let stderr = Collected::new(child.stderr.take().expect("a pipe"));
        Self { child, stdout, stderr }
    }

    /// What it has printed so far.
    pub(crate) fn stdout(&self) -> String {
        self.stdout.so_far()
    }

    pub(crate) fn stderr(&self) -> String {
        self.stderr.so_far()
    }

    /// Its standard input, if that is a pipe.
    pub(crate) fn stdin(&mut self) -> ChildStdin {
        self.child.stdin.take().expect("a pipe")
    }

    /// Does what Ctrl-C in a terminal does.
    pub(crate) fn interrupt(&self) {
        let sent = Command::new("kill").arg("-INT").arg(self.child.id().to_string()).status();
        assert!(sent.expect("there is a `kill`").success());
    }

    /// Waits for its end.
    pub(crate) fn end(mut self) -> Output {
        let mut ended = None;
        wait_until("the example ends", || {
            ended = self.child.try_wait().expect("it can be waited for");
            ended.is_some()
        });
        let status = ended.expect("it has ended");
        Output { status, stdout: self.stdout.all(), stderr: self.stderr.all() }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What comes out of a pipe, taken out by a thread of its own.
struct Collected {
    bytes: Arc<Mutex<Vec<u8>>>,
    thread: Option<JoinHandle<()>>,
}

impl Collected {
    fn new(mut pipe: impl io::Read + Send + 'static) -> Self {
        let bytes = Arc::new(Mutex::new(Vec::new()));
        let taken = Arc::clone(&bytes);
        let thread = thread::spawn(move || {
            let mut part = [0; 4096];
            loop {
                let length = pipe.read(&mut part).expect("the pipe can be read");
                if length == 0 {
                    return;
                }
                taken.lock().expect("nobody panics with it").extend_from_slice(&part[..length]);
            }
        });
        Self { bytes, thread: Some(thread) }
    }

    fn so_far(&self) -> String {
        String::from_utf8_lossy(&self.bytes.lock().expect("nobody panics with it")).into_owned()
    }

    fn all(&mut self) -> Vec<u8> {
        self.thread.take().expect("it is asked once").join().expect("the thread does not panic");
        self.bytes.lock().expect("nobody panics with it").clone()
    }
}

/// A log that never ends: a named pipe, which ends only when what this returns is dropped.
///
/// It can be opened for writing only when the example reads it, so this waits for that.
pub(crate) fn open_pipe(path: &Path) -> File {
    let path = path.to_owned();
    let opening = thread::spawn(move || File::options().write(true).open(path));
    wait_until("the example opens the pipe", || opening.is_finished());
    opening.join().expect("the thread does not panic").expect("the pipe can be opened")
}

pub(crate) fn make_pipe(path: &Path) {
    let made = Command::new("mkfifo").arg(path).status();
    assert!(made.expect("there is a `mkfifo`").success());
}
