// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// Something that somebody put into the plan: earlier versions are kept.
package struct PlanChange: Sendable {
  /// What is planned now.
  package let planned: PlannedFigure

  /// When it was put, by the clock of who did.
  package let at: LocalTime

  /// Who put it.
  package let author: String

  /// What stood there for them before; nil where nothing did.
  package let before: Double?

  /// What they put; nil where they took the figure back.
  package let after: Double?

  /// Something that somebody put into the plan.
  package init(
    _ planned: PlannedFigure,
    at: LocalTime,
    author: String,
    before: Double?,
    after: Double?
  ) {
    self.planned = planned
    self.at = at
    self.author = author
    self.before = before
    self.after = after
  }

  /// The change as named values.
  var report: ReportValue {
    [
      "id": .text(planned.id), "interaction": .code(planned.interaction),
      "measure": .text(planned.measure), "wave": .code(planned.wave), "unit": .code(planned.unit),
      "at": .text(at.description), "author": .text(author), "before": .figure(before),
      "planned": .figure(after),
    ]
  }
}
