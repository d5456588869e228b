// SPDX-License-Identifier: Apache-2.0

import FieldModel

extension Exposure {
  /// How often customers meet the company, and how little of it is looked at, as people read it.
  package var sheet: ReportSheet {
    let sum = processes.reduce(0) { $0 + $1.contactsPerYear }
    let unseen = rows.count { $0.seen.observations == 0 }
    let isKnown = rows.contains { $0.seen.entry.frequencyPerYear != nil }
    let contacts =
      isKnown
      ? "\(Quantity.whole(sum)) contacts a year, as far as frequencies are known."
      : "How many contacts a year is unknown: no interaction has its frequency_per_year."
    let sentence =
      "\(contacts) \(unseen) of \(rows.count) interactions in use were never observed."
    return ReportSheet(
      "Contacts a year, and who looks at them",
      [.text(sentence), .table(table)] + forgottenBlocks,
      values: report
    )
  }

  private var table: Table {
    let rows = processes.map { process in
      let share = Double(process.neverObserved) / Double(max(process.interactions, 1))
      return [
        process.process?.text ?? "of no process", Quantity.count(process.interactions),
        process.isKnown ? Quantity.whole(process.contactsPerYear) : "–",
        process.isKnown ? Quantity.whole(process.contactsNeverObserved) : "–",
        Quantity.count(process.withoutFrequency), Quantity.count(process.neverObserved),
        Wording.percent.text(share), Quantity.count(process.rarelyObserved),
      ]
    }
    return Table(
      caption: "Processes; rarely is below \(enough) observations",
      headings: [
        "process", "interactions", "contacts a year", "of these never observed",
        "no frequency known", "never observed", "share", "rarely",
      ],
      rows: rows
    )
  }

  private var forgottenBlocks: [Page.Block] {
    guard !rows.isEmpty else { return [.text("The bank has no interactions yet.")] }
    guard !forgotten.isEmpty else {
      return [.text("Every interaction was observed within \(days) days.")]
    }
    let lines = forgotten.map { row in
      let entry = row.seen.entry
      return [
        entry.name, entry.process?.text ?? "–",
        entry.frequencyPerYear.map { Quantity.whole($0) } ?? "–",
        Quantity.count(row.seen.observations), row.seen.lastDay?.description ?? "never",
        row.daysSince.map { "\($0)" } ?? "–", entry.marks, entry.owner ?? "–",
      ]
    }
    return [
      .table(
        Table(
          caption: "Never observed, or not for \(days) days before \(today)",
          headings: [
            "interaction", "process", "a year", "observed", "last", "days since", "is", "owner",
          ],
          rows: lines
        )
      )
    ]
  }
}

extension Exposure.Process {
  /// Whether any of its interactions has a known frequency.
  fileprivate var isKnown: Bool { withoutFrequency < interactions }
}

extension BankEntry {
  /// What makes it matter that somebody looks at it.
  fileprivate var marks: String {
    let marks = [isCritical ? "critical" : nil, isVulnerable ? "vulnerable" : nil]
    let said = marks.compactMap(\.self).joined(separator: ", ")
    return said.isEmpty ? "–" : said
  }
}
