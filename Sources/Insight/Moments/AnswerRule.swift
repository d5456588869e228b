// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// How the answers to an interaction are read: the part of a bank's entry that every moment needs.
package struct AnswerRule: Sendable {
  let kind: AnswerKind
  let scale: AnswerScale?
  let scaleByWave: [Label: AnswerScale]
  let better: Better
  let isCritical: Bool

  init(_ entry: BankEntry) {
    kind = entry.kind
    scale = entry.scale
    scaleByWave = entry.scaleByWave
    better = entry.better
    isCritical = entry.isCritical
  }

  /// The scale that a wave was asked on.
  package func scale(in wave: Label?) -> AnswerScale? {
    guard let wave, !scaleByWave.isEmpty else { return scale }
    return scaleByWave[wave] ?? scale
  }

  /// The impression of a moment: as stated, else what its answer stands for; nil where neither is.
  ///
  /// A rating stands for the impression of its place on the scale. Where failing fails the visit,
  /// the wrong one of yes and no is misery, and the right one no more than it should be. Any other
  /// answer stands for none.
  package func verdict(of moment: Moment, in wave: Label?) -> Verdict? {
    moment.verdict ?? verdict(on: moment.answer, in: wave)
  }

  /// The impression that an answer stands for.
  func verdict(on answer: Answer, in wave: Label?) -> Verdict? {
    guard let figure = answer.figure else { return nil }
    switch kind {
    case .rating: return scale(in: wave)?.verdict(on: figure, better: better)
    case .yesno where isCritical:
      return Verdict(degree: (figure == 1) == (better == .higher) ? 0 : -2)
    default: return nil
    }
  }
}
