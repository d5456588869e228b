// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Insight

/// Where customers meet the company, as blocks of a page.
enum SurfaceSheet {
  static let title = "The customer's surface"

  /// The blocks of a surface.
  static func blocks(_ surface: Surface) -> [Page.Block] {
    guard !surface.stages.isEmpty else { return [.text("The bank has no interactions yet.")] }
    return [.chart(surface.chart)]
  }
}

/// How often customers meet the company, and how little of it is looked at, as blocks of a page.
enum ExposureSheet {
  static let title = "Contacts a year, and who looks at them"

  /// The blocks of an exposure.
  static func blocks(_ exposure: Exposure) -> [Page.Block] {
    let contacts = exposure.processes.reduce(0) { $0 + $1.contactsPerYear }
    let unseen = exposure.rows.count { $0.seen.observations == 0 }
    let sentence =
      "\(Quantity.number(decimals: 0).text(contacts)) contacts a year, as far as frequencies are "
      + "known. \(unseen) of \(exposure.rows.count) interactions in use were never observed."
    return [.text(sentence), .table(processes(exposure))] + forgotten(exposure)
  }

  private static func processes(_ exposure: Exposure) -> Table {
    let whole = Quantity.number(decimals: 0)
    let rows = exposure.processes.map { process in
      let share = Double(process.neverObserved) / Double(max(process.interactions, 1))
      return [
        process.process?.text ?? "of no process", Quantity.count(process.interactions),
        whole.text(process.contactsPerYear), whole.text(process.contactsNeverObserved),
        Quantity.count(process.withoutFrequency), Quantity.count(process.neverObserved),
        Wording.percent.text(share), Quantity.count(process.rarelyObserved),
      ]
    }
    return Table(
      caption: "Processes; rarely is below \(exposure.enough) observations",
      headings: [
        "process", "interactions", "contacts a year", "of these never observed",
        "no frequency known", "never observed", "share", "rarely",
      ],
      rows: rows
    )
  }

  private static func forgotten(_ exposure: Exposure) -> [Page.Block] {
    guard !exposure.forgotten.isEmpty else {
      return [.text("Every interaction was observed within \(exposure.days) days.")]
    }
    let rows = exposure.forgotten.map { row in
      let entry = row.seen.entry
      return [
        entry.name, entry.process?.text ?? "–",
        Wording.text(entry.frequencyPerYear, .number(decimals: 0)),
        Quantity.count(row.seen.observations), row.seen.lastDay?.description ?? "never",
        row.daysSince.map { "\($0)" } ?? "–", entry.owner ?? "–",
      ]
    }
    return [
      .table(
        Table(
          caption: "Never observed, or not for \(exposure.days) days before \(exposure.today)",
          headings: [
            "interaction", "process", "a year", "observed", "last", "days since", "owner",
          ],
          rows: rows
        )
      )
    ]
  }
}

/// Moments and hours a year, and what observing so many of them buys, as blocks of a page.
enum BudgetSheet {
  static let title = "Moments of truth a year"

  /// The blocks of a budget.
  static func blocks(_ budget: Budget) -> [Page.Block] {
    let whole = Quantity.number(decimals: 0)
    let moments = grouped(budget.moments)
    let sentence =
      "\(grouped(budget.customers)) customers × \(Wording.fine.text(budget.contacts)) contacts × "
      + "\(Wording.fine.text(budget.seconds)) s: \(moments) moments and \(grouped(budget.hours)) "
      + "hours a year."
    let observed =
      budget.observed == 0
      ? "None was observed yet."
      : "\(Wording.count(budget.observed, "moment")) observed"
        + (budget.coverage.map { ", \(coverage($0)) of them" } ?? "")
        + ": a share comes out within "
        + "\(Wording.text(budget.halfWidth.map { $0 * 100 })) percentage points of the true one "
        + "in 95 of 100 such samples, at worst."
    let rows = [0.1, 0.05, 0.03, 0.01].map { width in
      ["± \(Wording.percent.text(width))", whole.text(budget.observations(for: width))]
    }
    let impressions = budget.impressions
    let misery =
      impressions.n == 0
      ? []
      : [
        Page.Block.text(
          "Misery: \(impressions.miseryReading); if the rest is like it, "
            + "\(grouped((impressions.miseryRate ?? 0) * budget.moments)) moments a year."
        )
      ]
    return [.text(sentence), .text(observed)] + misery + [
      .table(
        Table(
          caption: "Observations that would buy an interval",
          headings: ["interval of a share", "observations"],
          rows: rows
        )
      )
    ]
  }

  /// A whole number with every digit, as budgets are read.
  private static func grouped(_ number: Double) -> String {
    guard number < 1e15, let whole = Int(exactly: number.rounded()) else {
      return Quantity.number(decimals: 0).text(number)
    }
    let digits = Array(String(whole))
    return digits.enumerated().reduce(into: "") { text, digit in
      if digit.offset > 0, (digits.count - digit.offset).isMultiple(of: 3) { text += "," }
      text.append(digit.element)
    }
  }

  private static func coverage(_ share: Double) -> String {
    share < 0.001 ? "fewer than one in a thousand" : Wording.finePercent.text(share)
  }
}
