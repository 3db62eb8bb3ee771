use futures::stream::BoxStream;
use gen_core::generator;

trait Source {
    fn numbers(&self) -> BoxStream<'_, u32>;
}

#[async_trait::async_trait]
impl Source for u32 {
    #[generator]
    async fn numbers(&self) -> BoxStream<'_, u32> {
        yield_!(*self);
    }
}

fn main() {}
