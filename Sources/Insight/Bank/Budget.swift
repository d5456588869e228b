// SPDX-License-Identifier: Apache-2.0

/// How many moments of truth a company has in a year, and how far what was observed speaks for
/// them.
///
/// The reckoning is that of J. Carlzon, "Moments of Truth" (1987): ten million customers who each
/// meet five employees for fifteen seconds are fifty million moments a year.
package struct Budget: Sendable {
  /// Customers a year, 0 or more.
  package let customers: Double

  /// Contacts of a customer a year, 0 or more.
  package let contacts: Double

  /// Seconds of a contact, 0 or more.
  package let seconds: Double

  /// How many moments were observed.
  package let observed: Int

  /// On how many visits they were.
  package let visits: Int

  /// What impressions those left that left any.
  package let impressions: Impressions

  /// Below how many answers figures are too few to go by.
  let minimum: Int

  /// The budget of a company.
  ///
  /// - Parameters:
  ///   - customers: Customers a year.
  ///   - contacts: Contacts of a customer a year.
  ///   - seconds: Seconds of a contact.
  ///   - coverage: What visits have seen; nil where there are none.
  package init(
    customers: Double,
    contacts: Double,
    seconds: Double,
    coverage: BankCoverage? = nil
  ) {
    self.customers = customers
    self.contacts = contacts
    self.seconds = seconds
    observed = coverage?.seen.reduce(0) { $0 + $1.observations } ?? 0
    visits = coverage?.basis.visits ?? 0
    minimum = coverage?.minimum ?? InteractionReport.usualMinimum
    impressions =
      coverage?.seen.reduce(into: Impressions()) { $0.add($1.impressions) } ?? Impressions()
  }

  /// Moments a year.
  package var moments: Double { customers * contacts }

  /// Hours of contact a year.
  package var hours: Double { moments * seconds / 3_600 }

  /// The share of the moments that was observed, 0…1; nil where there are none.
  package var coverage: Double? { moments > 0 ? Double(observed) / moments : nil }

  /// How far, up or down, a share may lie from the true one where it is a half, which is the worst
  /// case: what the observations buy at 95 %, without replacement, if each tells something of its
  /// own; nil without observations.
  ///
  /// Source: W. G. Cochran, "Sampling Techniques" (1977), 3.2.
  package var halfWidth: Double? { halfWidth(n: Double(observed)) }

  /// The same if all moments of a visit tell one and the same thing, which is the other worst case:
  /// the truth lies between; nil without observations.
  package var halfWidthOfVisits: Double? { halfWidth(n: Double(visits)) }

  private func halfWidth(n: Double) -> Double? {
    guard observed > 0, n > 0, moments > 1 else { return nil }
    let correction = max(0, moments - n) / (moments - 1)
    return Interval.normalQuantile * (0.25 / n * correction).squareRoot()
  }

  /// How many observations would buy a half-width, such as 0.05.
  ///
  /// - Parameter halfWidth: Above 0, below 1.
  /// - Returns: The number of observations, rounded up.
  package func observations(for halfWidth: Double) -> Double {
    let unlimited =
      Interval.normalQuantile * Interval.normalQuantile * 0.25 / (halfWidth * halfWidth)
    guard moments > 0 else { return 0 }
    return (unlimited / (1 + (unlimited - 1) / moments)).rounded(.up)
  }

  /// The report as named values.
  package var report: ReportValue {
    let wanted = [0.1, 0.05, 0.03, 0.01].map { width -> ReportValue in
      ["half_width": .number(width), "observations": .number(observations(for: width))]
    }
    return [
      "customers": .number(customers), "contacts_per_customer": .number(contacts),
      "seconds_per_contact": .number(seconds), "moments_per_year": .number(moments),
      "hours_per_year": .number(hours), "n_observed": .whole(observed),
      "coverage": .figure(coverage), "half_width": .figure(halfWidth),
      "n_visits": .whole(visits), "half_width_of_visits": .figure(halfWidthOfVisits),
      "misery": .whole(impressions.misery), "n_verdicts": .whole(impressions.n),
      "misery_rate": .figure(impressions.miseryRate),
      "misery_interval": .interval(.share(impressions.misery, of: impressions.n)),
      "moments_of_misery_per_year": .figure(impressions.miseryRate.map { $0 * moments }),
      "level": .number(Interval.level), "needed": .list(wanted),
    ]
  }
}
