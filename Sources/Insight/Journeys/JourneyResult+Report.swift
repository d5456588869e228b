// SPDX-License-Identifier: Apache-2.0

extension JourneyResult {
  /// Moments of each case by its outcome, from the lowest outcome.
  package var byOutcomeInOrder: [(outcome: Label, moments: Distribution)] {
    momentsByOutcome.map { (outcome: $0.key, moments: $0.value) }.sorted { left, right in
      guard let one = Double(left.outcome.text), let two = Double(right.outcome.text) else {
        return left.outcome < right.outcome
      }
      return one < two
    }
  }

  /// The result as named values.
  package var report: ReportValue {
    let head: ReportValue = [
      "group": .text(group.text), "journey": .code(journey), "name": .text(name),
      "n_cases": .whole(cases),
      "too_few": .boolean(cases < minimum), "moments": .spread(moments),
      "moments_planned": .figure(planned),
      "cases_over_plan": .count(planned.map { plan in moments.count { $0 > plan } }),
      "fewest_by_outcome": .list(byOutcome), "above_fewest": .figure(aboveFewest),
    ]
    return head + risks + waits + courses
      + ["interactions": .list(steps.map(\.report))]
  }

  private var byOutcome: [ReportValue] {
    byOutcomeInOrder.map { outcome, moments in
      [
        "outcome": .code(outcome), "n_cases": .whole(moments.n),
        "fewest": .figure(moments.minimum), "mean": .figure(moments.mean),
        "max": .figure(moments.maximum),
      ]
    }
  }

  private var risks: ReportValue {
    let outcomes = outcomeByMisery.sorted { $0.key < $1.key }
      .map { misery, outcome -> ReportValue in
        ["misery": .whole(misery), "n": .whole(outcome.n), "mean": .figure(outcome.mean)]
      }
    return [
      "misery": .spread(misery), "cases_with_misery": .whole(casesWithMisery),
      "share_with_misery": judged.isEmpty ? .null : .share(casesWithMisery, of: cases),
      "share_interval": judged.isEmpty ? .null : .interval(.share(casesWithMisery, of: cases)),
      "chain_risk": .figure(risk), "n_steps": .whole(steps.count),
      "n_steps_judged": .whole(judged.count), "outcome_by_misery": .list(outcomes),
    ]
  }

  private var waits: ReportValue {
    let waiting = steps.filter(\.entry.isWaiting).map(\.entry.code)
    let items = casesByItem.sorted { $0.key < $1.key }
    return [
      "waiting": [
        "share": .figure(shareWaiting), "seconds": .number(time.waiting),
        "of_seconds": .number(time.known), "n_cases": .whole(time.cases),
        "interactions": .codes(waiting),
      ],
      "hand_overs": .spread(handOvers), "asked_again": .spread(askedAgain),
      "asked_again_for": .list(
        items.map { ["item": .code($0.key), "n_cases": .whole($0.value)] }
      ),
    ]
  }

  private var courses: ReportValue {
    [
      "duration_seconds": .spread(durations), "variants": .whole(variants),
      "commonest": [
        "n_cases": .count(commonest?.cases), "interactions": .codes(commonest?.course ?? []),
      ],
    ]
  }
}

extension ReportValue {
  /// How a figure of cases is spread.
  static func spread(_ values: Distribution) -> ReportValue {
    [
      "n": .whole(values.n), "sum": .number(values.sum), "mean": .figure(values.mean),
      "sd": .figure(values.deviation), "median": .figure(values.median),
      "p90": .figure(values.quantile(0.9)), "min": .figure(values.minimum),
      "max": .figure(values.maximum),
    ]
  }
}
