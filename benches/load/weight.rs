//! What compressing a page saves, and what it costs.

use std::time::Duration;

use crate::Result;
use crate::measure::measure;
use crate::pages::Page;
use crate::program::Program;

/// A short page, a usual one, and a long one.
const PAGES: [&str; 3] = ["/", "/users", "/users?size=200"];

/// Prints for each page how many bytes it has, as it is and compressed, and how much more processor
/// time the program spends on it where it is asked for compressed, both in turns.
pub fn weigh(program: &Program, duration: Duration) -> Result<()> {
    println!("\n{:<22} {:>7} {:>10} {:>9}", "weight", "bytes", "compressed", "CPU");
    for path in PAGES {
        let pages = [Page::one(path), Page::Compressed(vec![path.to_owned()])];
        let targets: Vec<(&Program, &Page)> = pages.iter().map(|page| (program, page)).collect();
        let measured = measure(&targets, duration)?;
        let more = match &measured[..] {
            [plain, compressed] => compressed.cpu.as_secs_f64() / plain.cpu.as_secs_f64() - 1.0,
            _ => return Err("two pages were asked for".into()),
        };
        let mut connection = program.connect()?;
        let (plain, compressed) = (connection.get(path)?.len(), connection.get_compressed(path)?);
        println!("{path:<22} {plain:>7} {compressed:>10} {:>+8.0}%", more * 100.0);
    }
    Ok(())
}
