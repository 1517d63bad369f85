//! The department of education: what its staff say of themselves, and what its courses cost and seat.

use std::collections::{BTreeMap, BTreeSet};

use khung::audit::{Options, audit};
use khung::finding::Severity;

use crate::support::staff_in;

#[test]
fn every_member_of_staff_is_read_and_nobody_is_in_doubt() {
    let (staff, findings, framework) = staff_in("fixtures/made/department/self-assessment.xlsx");
    assert_eq!(staff.people.len(), 3000);
    let units: BTreeSet<&str> = staff.people.iter().map(|person| person.unit.as_str()).collect();
    assert_eq!(units.len(), 60);
    let mut audiences: BTreeMap<&str, usize> = BTreeMap::new();
    for person in &staff.people {
        *audiences.entry(&framework.audiences[person.audience].key).or_default() += 1;
        let most = if framework.audiences[person.audience].key == "general-manager" { 28 } else { 20 };
        assert!((10..=most).contains(&person.reached.len()), "{}", person.place);
    }
    assert_eq!(audiences, BTreeMap::from([("general-manager", 180), ("general-teacher", 2820)]));
    let warned = findings.iter().find(|finding| finding.severity() != Severity::Info);
    assert!(warned.is_none(), "{warned:?}");
}

#[test]
fn domain_6_is_where_most_are_at_basic_or_below() {
    let (staff, _, framework) = staff_in("fixtures/made/department/self-assessment.xlsx");
    let answers = staff.people.iter().flat_map(|person| &person.reached);
    let of_ai = answers.filter(|(id, _)| framework.component(**id).key.starts_with("general/6."));
    let low: Vec<bool> = of_ai.map(|(_, level)| level.is_none_or(|level| level.0 == 0)).collect();
    assert!(low.iter().filter(|low| **low).count() * 4 > low.len() * 3);
}

#[test]
fn every_course_says_what_a_class_costs_and_seats() {
    let options = Options { audience: Some("general-manager".to_owned()), ..Options::default() };
    let audit = audit(&["fixtures/made/department/courses.xlsx".into()], &options).expect("a catalogue");
    let modules = &audit.programmes[0].programme.modules;
    assert_eq!(modules.len(), 40);
    assert!(modules.iter().all(|module| module.offer.cost.is_some() && module.offer.seats.is_some()));
    let first = &modules[0].offer;
    assert_eq!(first.cost.as_ref().map(|cost| cost.value), Some(9e6));
    let seats = first.seats.as_ref().expect("seats");
    assert_eq!((seats.value, seats.place.within().as_str()), (40, "'Danh mục'!H5"));
    let declared: BTreeSet<_> = audit.programmes[0].alignments.iter().map(|a| a.cell).collect();
    let framework = &audit.framework;
    let wanted = framework.cells().filter(|(_, cell)| cell.key.starts_with("general/") && cell.level.0 < 2);
    for (id, cell) in wanted {
        assert!(declared.contains(&id), "{}", cell.key);
    }
}

/// What is no curriculum though its columns are components.
#[test]
fn a_self_assessment_is_no_curriculum() {
    let refused = audit(&["fixtures/made/department/self-assessment.xlsx".into()], &Options::default());
    let said = refused.expect_err("no curriculum").to_string();
    assert!(said.contains("self-assessment"), "{said}");
    for lines in [
        "Mã cán bộ,Họ và tên,Đơn vị,Chức vụ,6.1,6.2\nGV0001,Nguyễn Văn A,THCS A,Giáo viên,CB,TT\nGV0002,Nguyễn Văn B,THCS A,Giáo viên,CB,TT\n",
        "Mã,Trường,Chức vụ,6.1,6.2\nGV0001,THCS A,Giáo viên,CB,TT\nGV0002,THCS A,Giáo viên,CB,TT\n",
        "Tên,Năng lực thành phần,Mức độ\nNguyễn Văn A,6.1,CB\nNguyễn Văn A,6.2,TT\n",
    ] {
        let folder = tempfile::TempDir::new().expect("a folder");
        std::fs::write(folder.path().join("bang.csv"), lines).expect("written");
        assert!(audit(&[folder.path().to_owned()], &Options::default()).is_err(), "{lines}");
    }
}

#[test]
fn a_long_table_of_many_rows_is_read_in_a_moment() {
    let mut lines = "Mã cán bộ,Trường,Chức vụ,Năng lực,Mức độ\n".to_owned();
    for person in 0..3000 {
        for code in ["1.1", "1.2", "2.1", "2.2", "3.1", "3.2", "4.1", "4.2", "5.1", "6.1", "6.2", "6.3"] {
            lines.push_str(&format!("GV{person},THCS {},Giáo viên,{code},{}\n", person % 60, person % 4));
        }
    }
    let folder = tempfile::TempDir::new().expect("a folder");
    std::fs::write(folder.path().join("bang.csv"), lines).expect("written");
    let begun = std::time::Instant::now();
    let (staff, findings, _) = staff_in(&folder.path().display().to_string());
    assert_eq!(staff.people.len(), 3000);
    assert!(staff.people.iter().all(|person| person.reached.len() == 12));
    assert!(begun.elapsed().as_secs() < 30, "{:?}", begun.elapsed());
    let said: Vec<&str> = findings.iter().map(|finding| finding.code.as_str()).collect();
    assert_eq!(said, ["rows-read"]);
}
