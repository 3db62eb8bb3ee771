//! Starts this program several times, on this machine.

use std::fs;
use std::io;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, ExitCode, ExitStatus, Stdio};
use std::thread;
use std::time::Duration;

use tempfile::TempDir;

use crate::{Args, INCOMPLETE};

/// Starts the processes, waits for all of them, and prints the counts that the first has written.
pub(crate) fn launch(args: &Args) -> Result<ExitCode, String> {
    let folder = TempDir::new()
        .map_err(|error| format!("cannot make a temporary folder ({error}): make room, or set TMPDIR"))?;
    let hosts = folder.path().join("hosts");
    match &args.hostfile {
        Some(path) => fs::copy(path, &hosts).map(drop),
        None => free_addresses(args.processes).and_then(|addresses| fs::write(&hosts, addresses)),
    }
    .map_err(|error| format!("cannot find ports for {} processes ({error}): give --hostfile", args.processes))?;
    let counts = folder.path().join("counts");

    let mut processes = Processes::default();
    for index in 0..args.processes {
        let process = start(args, index, &hosts, &counts)
            .map_err(|error| format!("cannot start process {index} ({error}): give a smaller --processes"))?;
        processes.running.push((index, process));
    }
    let exit_code = processes.wait()?;
    let text = fs::read_to_string(&counts).map_err(|error| format!("the counts are lost ({error}): try again"))?;
    crate::write(&text, args.output.as_deref())?;
    Ok(exit_code)
}

/// A line for each process, with a port that was free just now.
fn free_addresses(processes: usize) -> io::Result<String> {
    let listeners = (0..processes).map(|_| TcpListener::bind(("127.0.0.1", 0))).collect::<io::Result<Vec<_>>>()?;
    listeners.iter().map(|listener| Ok(format!("{}\n", listener.local_addr()?))).collect()
}

fn start(args: &Args, index: usize, hosts: &Path, counts: &Path) -> io::Result<Child> {
    Command::new(std::env::current_exe()?)
        .args(["--processes", &args.processes.to_string(), "--process", &index.to_string()])
        .args(["--threads", &args.threads.to_string()])
        .arg("--hostfile")
        .arg(hosts)
        .arg("--output")
        .arg(counts)
        .arg("--")
        .args(&args.logs)
        .stdin(Stdio::null())
        // Only timely's words on how it connects go there.
        .stdout(Stdio::null())
        .spawn()
}

/// The processes that still run. Those that do when this is dropped wait for one that is gone: they are ended.
#[derive(Default)]
struct Processes {
    running: Vec<(usize, Child)>,
}

impl Processes {
    fn wait(&mut self) -> Result<ExitCode, String> {
        let mut exit_code = ExitCode::SUCCESS;
        while !self.running.is_empty() {
            for (index, status) in self.take_ended()? {
                match status.code() {
                    Some(0) => {}
                    // It has told what it could not read.
                    Some(code) if code == i32::from(INCOMPLETE) => exit_code = ExitCode::from(INCOMPLETE),
                    _ => return Err(format!("process {index} failed ({status}): see what it says above")),
                }
            }
            thread::sleep(Duration::from_millis(5));
        }
        Ok(exit_code)
    }

    fn take_ended(&mut self) -> Result<Vec<(usize, ExitStatus)>, String> {
        let mut ended = Vec::new();
        let mut position = 0;
        while let Some((index, process)) = self.running.get_mut(position) {
            let status = process.try_wait();
            match status.map_err(|error| format!("cannot wait for process {index} ({error}): try again"))? {
                None => position += 1,
                Some(status) => {
                    ended.push((*index, status));
                    self.running.swap_remove(position);
                }
            }
        }
        Ok(ended)
    }
}

impl Drop for Processes {
    fn drop(&mut self) {
        for (_, process) in &mut self.running {
            // It may have ended by itself in the meantime.
            let _ = process.kill();
            let _ = process.wait();
        }
    }
}
