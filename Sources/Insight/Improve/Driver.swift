// SPDX-License-Identifier: Apache-2.0

/// An interaction that may drive the outcome.
package struct Driver: Sendable {
  /// The interaction.
  package let entry: BankEntry

  /// How many visits have both the interaction and the outcome.
  package let n: Int

  /// How well it goes; nil where nothing was observed.
  package let performance: Double?

  /// How many answers the performance is of.
  package let performanceN: Int

  /// Pearson's coefficient of correlation with the outcome; nil where either does not vary.
  package let pearson: Double?

  /// Where that coefficient may lie; nil below four visits.
  package let interval: Interval?

  /// Spearman's coefficient of rank correlation with the outcome.
  package let spearman: Double?

  /// Its part in the regression of the outcome on all drivers, both sides standardised; nil where
  /// there is no regression.
  package let standardised: Double?

  /// The importance that the chart goes by: Pearson's coefficient or the part in the regression,
  /// its sign turned where less is better of the interaction or of the outcome, but not of both.
  package let importance: Double?

  /// Where that importance may lie; nil where it is a part in the regression, or below four visits.
  package let importanceInterval: Interval?

  /// Importance times what is missing to the good end of its scale; nil where either is unknown.
  package let potential: Double?

  /// Where it lies by the rule that was asked for; nil where performance or importance is unknown.
  package internal(set) var quadrant: Quadrant?

  /// Where it lies by the other rule.
  package internal(set) var otherQuadrant: Quadrant?

  /// Where it would lie by the importance that customers state; nil where none is known.
  package internal(set) var statedQuadrant: Quadrant?

  /// Answers on another scale than the interaction's own: in no figure.
  package let otherScale: Int

  /// Whether the visits are too few to go by.
  package let isTooFew: Bool

  /// The driver as named values.
  var report: ReportValue {
    [
      "code": .code(entry.code), "name": .text(entry.name), "n": .whole(n),
      "n_performance": .whole(performanceN), "performance": .figure(performance),
      "importance": .figure(importance), "pearson": .figure(pearson),
      "interval": .interval(interval), "spearman": .figure(spearman),
      "standardised": .figure(standardised), "stated": .figure(entry.importance),
      "quadrant": .word(quadrant?.rawValue), "quadrant_otherwise": .word(otherQuadrant?.rawValue),
      "quadrant_stated": .word(statedQuadrant?.rawValue), "potential": .figure(potential),
      "other_scale": .whole(otherScale), "too_few": .boolean(isTooFew),
    ]
  }
}

/// Something about a report that its reader should know before going by it.
package struct Caution: Hashable, Sendable {
  /// The interaction it is about; nil where it is about the report.
  package let code: Label?

  /// What to know, as a sentence.
  package let sentence: String

  /// The caution as named values.
  var report: ReportValue { ["code": .code(code), "text": .text(sentence)] }
}
