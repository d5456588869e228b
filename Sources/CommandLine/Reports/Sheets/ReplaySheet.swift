// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Insight

/// A visit second by second, as blocks of a page.
enum ReplaySheet {
  /// What the page is called.
  static func title(_ motion: SlowMotion) -> String { "Visit \(motion.visit.visit.text)" }

  /// The blocks of a visit in slow motion.
  static func blocks(_ motion: SlowMotion) -> [Page.Block] {
    guard !motion.steps.isEmpty else { return [.text("Nothing was observed on this visit.")] }
    let untimed = motion.steps.count { !$0.isTimed }
    let notes =
      untimed == 0
      ? []
      : [
        "Nobody noted when \(untimed == 1 ? "one step" : "\(untimed) steps") began: such a step "
          + "stands after the one before it."
      ]
    let chart = RowChart.visit(
      title: "Second by second",
      reading: reading(motion),
      motion.steps.filter { $0.kind != .gap }.map(moment)
    )
    return notes.map(Page.Block.text) + [.chart(chart)] + again(motion)
  }

  private static func reading(_ motion: SlowMotion) -> String {
    let seconds = Quantity.seconds
    let parts: [(SlowMotion.Kind, String)] = [
      (.contact, "in contact"), (.wait, "waiting"), (.handOver, "being handed over"),
      (.gap, "unrecorded"),
    ]
    let told = parts.compactMap { kind, name in
      let time = motion.seconds(of: kind)
      return time > 0 ? "\(seconds.text(time)) \(name)" : nil
    }
    let misery = motion.steps.count { ($0.verdict?.degree ?? 0) < 0 }
    let magic = motion.steps.count { ($0.verdict?.degree ?? 0) > 0 }
    let handOvers = motion.steps.count { $0.moment?.movedTo != nil }
    let steps = motion.steps.count { $0.kind != .gap }
    return "\(Wording.count(steps, "moment")) in \(seconds.text(motion.seconds))"
      + (told.isEmpty ? "" : ": " + told.joined(separator: ", "))
      + ". \(misery) misery, \(magic) magic, \(Wording.count(handOvers, "hand-over"))."
  }

  private static func moment(_ step: SlowMotion.Step) -> VisitMoment {
    let name = step.entry?.name ?? step.moment?.interaction.text ?? ""
    let answer = step.moment?.answer.display ?? ""
    return VisitMoment(
      answer.isEmpty || answer.utf8.count > 24 ? name : "\(name): \(answer)",
      start: step.start,
      seconds: step.seconds,
      kind: step.kind == .wait ? .wait : .contact,
      verdict: step.verdict,
      movedTo: step.moment?.movedTo,
      note: step.moment?.note
    )
  }

  private static func again(_ motion: SlowMotion) -> [Page.Block] {
    let items = motion.steps.flatMap { step in
      step.askedAgain.map { item in
        "Asked again for \(item.text): “\(step.entry?.name ?? "")”."
      }
    }
    return items.isEmpty ? [] : [.list(items)]
  }
}
