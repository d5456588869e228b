// SPDX-License-Identifier: Apache-2.0

extension Budget {
  /// Moments and hours a year, and what observing so many of them buys, as people read it.
  package var sheet: ReportSheet {
    ReportSheet(
      "Moments of truth a year",
      [.text(sentence), .text(bought)] + misery + [.table(needed)],
      values: report
    )
  }

  private var sentence: String {
    "\(Quantity.whole(customers)) customers × \(Wording.fine.text(contacts)) contacts × "
      + "\(Wording.fine.text(seconds)) s: \(Quantity.whole(moments)) moments and "
      + "\(Quantity.whole(hours)) hours a year."
  }

  private var bought: String {
    guard observed > 0 else { return "None was observed yet." }
    let share = coverage.map { share in
      share < 0.001 ? ", fewer than one in a thousand" : ", \(Wording.finePercent.text(share))"
    }
    func points(_ width: Double?) -> String { Wording.text(width.map { $0 * 100 }) }
    return "\(Wording.count(observed, "moment")) observed on \(Wording.count(visits, "visit"))"
      + "\(share ?? ""): a share comes out within \(points(halfWidth)) percentage points of the "
      + "true one in 95 of 100 such samples, if each moment tells something of its own, and "
      + "within \(points(halfWidthOfVisits)) if all moments of a visit tell the same."
  }

  private var misery: [Page.Block] {
    guard let rate = impressions.miseryRate else { return [] }
    let told = "Misery: \(impressions.miseryReading(minimum: minimum))"
    guard impressions.n >= minimum,
      let interval = Interval.share(impressions.misery, of: impressions.n)
    else { return [.text(told + ".")] }
    let ends = [interval.low, interval.high].map { Quantity.whole($0 * moments) }
    return [
      .text(
        "\(told); if the rest is like it, \(Quantity.whole(rate * moments)) moments a year "
          + "(\(ends[0])–\(ends[1]))."
      )
    ]
  }

  private var needed: Table {
    let rows = [0.1, 0.05, 0.03, 0.01].map { width in
      ["± \(Wording.percent.text(width))", Wording.money.text(observations(for: width))]
    }
    return Table(
      caption: "Observations that would buy an interval",
      headings: ["interval of a share", "observations"],
      rows: rows
    )
  }
}
