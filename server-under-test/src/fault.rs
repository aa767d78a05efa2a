//! `--fault NAME`: what the programs forget when they are told to.

use std::process::ExitCode;

use wsspec_codec::plant::{self, Plant};
use wsspec_codec::rules::Role;

/// The help of the option.
pub const HELP: &str = "Have this fault: forget one rule of the protocol, to try a tester; `list` shows all";

/// Gives this process the fault of that name, and says so on the standard error.
///
/// # Errors
/// The exit code with which to end at once: 0 after the names were listed, 2 if an endpoint in this role has no such fault,
/// which has been said.
pub fn sow(name: &str, role: Role) -> Result<(), ExitCode> {
    if name == "list" {
        print!("{}", plant::listing(Some(role)));
        return Err(ExitCode::SUCCESS);
    }
    let fault = Plant::named(name, role).map_err(|misnamed| {
        eprintln!("error: {misnamed}; `--fault list` shows all");
        ExitCode::from(2)
    })?;
    eprintln!("fault: {}: {} ({})", fault.id(), fault.defect(), fault.clause());
    plant::sow(Some(fault));
    Ok(())
}
