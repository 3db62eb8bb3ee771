//! What `async with` is for: acquire something, use it, and release it, also on an error and on cancellation.
//!
//! Run it with `cargo run --release --example async_resources`. It prints the life of a database connection four times:
//! used with success, used with an error, not to be had at all, and lent to a task that is cancelled in the middle.
//!
//! As with Python's `@asynccontextmanager`, a generator with a single yield is the resource: what is before the yield
//! acquires, what is behind it releases, and how the use has ended is what the yield evaluates to.

use std::cell::RefCell;
use std::future::pending;
use std::rc::Rc;

use gen_core::{AsyncGenerator, GeneratorState, generator};
use tokio::task::{self, LocalSet};

type Result<T> = std::result::Result<T, String>;

/// A database, which is far away: to talk to it is to await it. It prints what it is told.
#[derive(Default)]
struct Database {
    lent: RefCell<u32>,
    is_down: bool,
}

impl Database {
    async fn tell(&self, what: &str) {
        task::yield_now().await;
        println!("  database: {what}");
    }
}

/// A connection that is lent, and is given back when this is dropped, whatever else happens.
struct Lease {
    database: Rc<Database>,
    is_settled: bool,
}

impl Lease {
    async fn acquire(database: Rc<Database>) -> Result<Self> {
        if database.is_down {
            return Err("the database is down".to_owned());
        }
        database.tell("connected").await;
        *database.lent.borrow_mut() += 1;
        Ok(Self { database, is_settled: false })
    }

    async fn settle(mut self, how: &str) {
        self.database.tell(how).await;
        self.is_settled = true;
    }
}

/// `drop` cannot await. So it does what needs no answer; the waiting for an orderly end is in `settle`.
impl Drop for Lease {
    fn drop(&mut self) {
        *self.database.lent.borrow_mut() -= 1;
        let how = if self.is_settled { "closed" } else { "hung up, and the database rolls back by itself" };
        println!("  connection: {how}");
    }
}

/// A transaction. It is resumed once, with `Ok` or with the error that ended its use, and returns what became of it.
///
/// An error in acquiring ends it before its yield. If it is dropped at its yield, so is the lease: that is cancellation.
#[generator]
async fn transaction(
    database: Rc<Database>,
) -> impl AsyncGenerator<Result<()>, Yield = Rc<Database>, Return = Result<()>> {
    let lease = Lease::acquire(database).await?;
    let outcome = yield_!(lease.database.clone());
    lease.settle(if outcome.is_ok() { "committed" } else { "rolled back" }).await;
    outcome
}

/// Python's `async with`, for any such generator: `body` uses what it yields.
async fn with<Resource, T>(
    mut context: impl AsyncGenerator<Result<()>, Yield = Resource, Return = Result<()>> + Unpin,
    body: impl AsyncFnOnce(Resource) -> Result<T>,
) -> Result<T> {
    let resource = match context.start().await {
        Ok(GeneratorState::Yielded(resource)) => resource,
        Ok(GeneratorState::Complete(Err(error))) => return Err(error),
        _ => return Err("the resource was used before".to_owned()),
    };
    // The body's error does not leave this function before the resource is released.
    let used = body(resource).await;
    let released = context.send(used.as_ref().map(drop).map_err(Clone::clone)).await;
    match released {
        Ok(GeneratorState::Complete(outcome)) => outcome.and(used),
        _ => Err("the resource did not end when it was released".to_owned()),
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let database = Rc::new(Database::default());

    println!("success");
    let transferred = with(transaction(database.clone()), async |database| {
        database.tell("100 from Ada to Ben").await;
        Ok(100)
    })
    .await;
    println!("  result: {transferred:?}");

    println!("error");
    let transferred = with(transaction(database.clone()), async |database| {
        database.tell("900 from Ada").await;
        Err::<u32, _>("Ada has no 900".to_owned())
    })
    .await;
    println!("  result: {transferred:?}");

    println!("not to be had");
    let down = Rc::new(Database { is_down: true, ..Database::default() });
    let transferred = with(transaction(down), async |_| Ok(1)).await;
    println!("  result: {transferred:?}");

    println!("cancellation");
    // A `LocalSet` runs tasks that are not `Send`, on this thread.
    LocalSet::new().run_until(cancelled_transfer(database.clone())).await;

    println!("connections that are still lent: {}", database.lent.borrow());
}

async fn cancelled_transfer(database: Rc<Database>) {
    let (begun, has_begun) = tokio::sync::oneshot::channel();
    let transfer = task::spawn_local(with(transaction(database), async |database: Rc<Database>| {
        database.tell("50 from Ben").await;
        let _ = begun.send(());
        // The answer never comes.
        pending::<Result<()>>().await
    }));
    let _ = has_begun.await;
    // Cancelling drops the task's future, and with it the body and the generator, each in its place.
    transfer.abort();
    match transfer.await {
        Err(error) if error.is_cancelled() => println!("  result: the task was cancelled"),
        other => println!("  result: {other:?}"),
    }
}
