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
    return [.chart(motion.chart)] + again(motion)
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
