// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// One moment of truth: a merged observation, ready to be measured.
package struct Moment: Sendable {
  /// The code of the interaction.
  package var interaction: Label

  /// What was observed.
  package var answer: Answer

  /// The impression that the observer stated; nil where none was.
  package var verdict: Verdict?

  /// How long it took, in seconds, 0 or more; nil where nobody measured.
  package var seconds: Double?

  /// When it began.
  package var startedAt: LocalTime?

  /// When the observer saw it.
  package var observedAt: LocalTime?

  /// What the customer was asked to give.
  package var askedFor: [Label] = []

  /// To whom or where the customer was handed over; nil where it was not.
  package var movedTo: String?

  /// What happened, in words.
  package var note: String?

  /// Whether people disagree about the answer or the impression and nobody has decided: what stands
  /// here enters figures, which say how many such there are.
  package var isProvisional = false

  /// How many cells of the observation, its answer among them, are provisional.
  package var provisionalCells = 0

  /// A moment of an interaction.
  package init(_ interaction: Label, _ answer: Answer) {
    self.interaction = interaction
    self.answer = answer
  }

  /// Whether something was seen: not where the observation only says why there is no answer, and
  /// not where it says nothing at all.
  package var tookPlace: Bool {
    switch answer {
    case .absent: false
    case .unsaid: verdict != nil || seconds != nil || instant != nil
    default: true
    }
  }

  /// The instant by which moments of a visit are put in order: that of its beginning, else that of
  /// its being seen.
  package var instant: LocalTime? { startedAt ?? observedAt }
}

/// Who speaks.
package enum Voice: String, CaseIterable, Sendable {
  /// Somebody who plays a customer.
  case shopper
  /// A customer.
  case customer
  /// The company's own people.
  case staff
}

/// A visit with its moments: the input of every measure.
///
/// Measures take one after another and keep none of them.
package struct VisitMoments: Sendable {
  /// Where, for whom, by whom and when.
  package var context: VisitContext

  /// What was observed, in the order of time; where no times are known, in that of the bank.
  package var moments: [Moment]

  /// A visit with its moments, which keep their order where their times do not tell another.
  package init(_ context: VisitContext, _ moments: [Moment]) {
    self.context = context
    let times = moments.indices.compactMap { moments[$0].instant?.milliseconds }
    let isOrdered = zip(times, times.dropFirst()).allSatisfy { $0 <= $1 }
    guard times.count == moments.count, !isOrdered else {
      self.moments = moments
      return
    }
    // Equal times keep the order that was given, so that equal input gives an equal journey.
    let order = moments.indices.sorted { (times[$0], $0) < (times[$1], $1) }
    self.moments = order.map { moments[$0] }
  }
}
