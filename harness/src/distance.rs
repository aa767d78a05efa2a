//! stub
/// Meter.
#[derive(Debug, Default)]
pub struct DistanceMeter;
/// Reach.
#[derive(Debug)]
pub struct Reach {
    /// a
    pub furthest: u32,
    /// b
    pub produced: u64,
    /// c
    pub reaches_before: u64,
}
impl DistanceMeter {
    /// m
    pub fn message(&mut self, _: &[u8]) -> Result<Reach, ()> {
        Err(())
    }
}
