// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// How often customers meet the company, a year, and how much of that nobody looks at.
package struct Exposure: Sendable {
  /// An interaction, and how little it was looked at.
  package struct Row: Sendable {
    /// What was seen of it.
    package let seen: BankCoverage.Seen
    /// Days since it was last observed; nil where it never was, or no day is known.
    package let daysSince: Int?
    /// Whether it was never observed, or longer ago than asked for.
    package let isForgotten: Bool
  }

  /// The contacts of one process.
  package struct Process: Sendable {
    /// The process; nil for interactions of none.
    package let process: Label?
    /// How many interactions in use it has.
    package fileprivate(set) var interactions = 0
    /// Contacts a year, as far as frequencies are known.
    package fileprivate(set) var contactsPerYear = 0.0
    /// Contacts a year in interactions that were never observed.
    package fileprivate(set) var contactsNeverObserved = 0.0
    /// How many interactions have no known frequency.
    package fileprivate(set) var withoutFrequency = 0
    /// How many were never observed.
    package fileprivate(set) var neverObserved = 0
    /// How many were observed fewer times than asked for, never among them.
    package fileprivate(set) var rarelyObserved = 0
  }

  /// The interactions in use, in the order of the bank.
  package let rows: [Row]

  /// The processes, in the order in which the bank comes to them.
  package let processes: [Process]

  /// Below how many observations an interaction is rarely observed.
  package let enough: Int

  /// After how many days without observation an interaction is forgotten.
  package let days: Int

  /// The day from which days are counted back.
  package let today: CalendarDate

  private let basis: Basis
  private let program: Label

  /// How some visits have looked at the bank; retired interactions aside.
  ///
  /// - Parameters:
  ///   - coverage: What the visits have seen.
  ///   - today: The day from which days are counted back.
  ///   - days: After how many days without observation an interaction is forgotten.
  ///   - enough: Below how many observations an interaction is rarely observed.
  package init(_ coverage: BankCoverage, today: CalendarDate, days: Int = 90, enough: Int = 5) {
    self.enough = enough
    self.days = days
    self.today = today
    basis = coverage.basis
    program = coverage.facts.code
    let seen = coverage.seen.filter { $0.entry.status != .retired }
    rows = seen.map { seen in
      let since = seen.lastDay.map { $0.days(until: today) }
      let isForgotten = seen.observations == 0 || since.map { $0 > days } ?? false
      return Row(seen: seen, daysSince: since, isForgotten: isForgotten)
    }
    processes = seen.reduce(into: []) { processes, seen in
      let place =
        processes.firstIndex { $0.process == seen.entry.process }
        ?? {
          processes.append(Process(process: seen.entry.process))
          return processes.endIndex - 1
        }()
      processes[place].add(seen, enough: enough)
    }
  }

  /// The interactions that nobody has looked at, or not for so many days: those that happen most
  /// often first.
  package var forgotten: [Row] {
    rows.filter(\.isForgotten).sorted {
      ($0.seen.entry.frequencyPerYear ?? 0) > ($1.seen.entry.frequencyPerYear ?? 0)
    }
  }

  /// The report as named values.
  package var report: ReportValue {
    let never = rows.count { $0.seen.observations == 0 }
    let rare = rows.count { $0.seen.observations < enough }
    let contacts = processes.reduce(0) { $0 + $1.contactsPerYear }
    return ["program": .code(program)] + basis.report + [
      "today": .text(today.description), "days": .whole(days), "enough": .whole(enough),
      "n_interactions": .whole(rows.count), "contacts_per_year": .number(contacts),
      "share_never_observed": .share(never, of: rows.count),
      "share_rarely_observed": .share(rare, of: rows.count),
      "processes": .list(processes.map(\.report)),
      "forgotten": .codes(forgotten.map(\.seen.entry.code)),
      "interactions": .list(rows.map(\.report)),
    ]
  }
}

extension Exposure.Process {
  fileprivate mutating func add(_ seen: BankCoverage.Seen, enough: Int) {
    interactions += 1
    if seen.observations == 0 { neverObserved += 1 }
    if seen.observations < enough { rarelyObserved += 1 }
    guard let frequency = seen.entry.frequencyPerYear else {
      withoutFrequency += 1
      return
    }
    contactsPerYear += frequency
    if seen.observations == 0 { contactsNeverObserved += frequency }
  }

  fileprivate var report: ReportValue {
    [
      "process": .code(process), "interactions": .whole(interactions),
      "contacts_per_year": .number(contactsPerYear),
      "contacts_never_observed": .number(contactsNeverObserved),
      "without_frequency": .whole(withoutFrequency), "never_observed": .whole(neverObserved),
      "rarely_observed": .whole(rarelyObserved),
      "share_never_observed": .share(neverObserved, of: interactions),
    ]
  }
}

extension Exposure.Row {
  fileprivate var report: ReportValue {
    [
      "code": .code(seen.entry.code), "name": .text(seen.entry.name),
      "process": .code(seen.entry.process),
      "frequency_per_year": .figure(seen.entry.frequencyPerYear),
      "observations": .whole(seen.observations), "last_observed": .word(seen.lastDay?.description),
      "days_since": .count(daysSince), "forgotten": .boolean(isForgotten),
      "critical": .boolean(seen.entry.isCritical),
      "vulnerable": .boolean(seen.entry.isVulnerable), "owner": .word(seen.entry.owner),
    ]
  }
}

extension CalendarDate {
  /// Ends where the numbers end: a day that somebody made up must not stop a report.
  fileprivate func days(until later: CalendarDate) -> Int {
    Int(clamping: Int128(later.daysSince1970) - Int128(daysSince1970))
  }
}

extension ReportValue {
  /// A share of a count; nothing where the whole is 0.
  static func share(_ part: Int, of whole: Int) -> ReportValue {
    .figure(whole > 0 ? Double(part) / Double(whole) : nil)
  }
}
