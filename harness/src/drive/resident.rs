//! How much memory a process group holds, where the system tells.

/// What is asked again and again about a process group.
#[derive(Debug)]
pub struct Resident {
    #[cfg(target_os = "linux")]
    group: i32,
    #[cfg(target_os = "linux")]
    members: Vec<procfs::process::Process>,
    #[cfg(target_os = "linux")]
    asked: u32,
}

/// So many times the members are asked before all processes of the machine are looked through for new ones.
#[cfg(target_os = "linux")]
const LOOKS: u32 = 20;

#[cfg(target_os = "linux")]
impl Resident {
    /// The processes of this group.
    pub fn of(group: i32) -> Resident {
        Resident {
            group,
            members: Vec::new(),
            asked: 0,
        }
    }

    /// The octets of memory that are resident, all processes of the group together. `None` if the system does not tell, or
    /// nothing is left of the group.
    pub fn octets(&mut self) -> Option<u64> {
        if self.asked.is_multiple_of(LOOKS) {
            let all = procfs::process::all_processes().ok()?;
            let ours = |process: &procfs::process::Process| process.stat().is_ok_and(|stat| stat.pgrp == self.group);
            self.members = all.flatten().filter(ours).collect();
        }
        self.asked += 1;
        let pages = self.members.iter().filter_map(|process| process.statm().ok());
        let pages: u64 = pages.map(|memory| memory.resident).sum();
        (pages > 0).then(|| pages * procfs::page_size())
    }
}

#[cfg(not(target_os = "linux"))]
impl Resident {
    /// The processes of this group.
    pub fn of(_: i32) -> Resident {
        Resident {}
    }

    /// Nobody tells here.
    pub fn octets(&mut self) -> Option<u64> {
        None
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn this_process_holds_memory_and_a_group_that_is_not_there_holds_none() {
        let group = procfs::process::Process::myself()
            .and_then(|process| process.stat())
            .unwrap()
            .pgrp;
        assert!(Resident::of(group).octets().unwrap() > 64 << 10);
        assert_eq!(Resident::of(i32::MAX).octets(), None);
    }
}
