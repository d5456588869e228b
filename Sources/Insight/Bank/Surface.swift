// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// Where customers meet the company: the forms of interaction by the stages of the journey.
///
/// Cells without interactions or without observations are the work list.
package struct Surface: Sendable {
  /// A form of interaction, or a finer one within it.
  package struct Row: Hashable, Sendable {
    /// The form; nil for interactions of none.
    package let form: InteractionForm?
    /// The finer form; nil for all of a form, or where nobody said.
    package let subform: Label?
  }

  /// A form at a stage.
  package struct Cell: Sendable {
    /// The form.
    package let row: Row
    /// The stage; nil for interactions of none.
    package let stage: Label?
    /// How many interactions in use the bank has there.
    package fileprivate(set) var interactions = 0
    /// How many of them were never observed.
    package fileprivate(set) var neverObserved = 0
    /// How many moments were observed.
    package fileprivate(set) var observations = 0
    /// What impressions they left.
    package fileprivate(set) var impressions = Impressions()
  }

  /// The stages, in the order in which the bank comes to them.
  package let stages: [Label?]

  /// The five forms, or the finer ones within them, and none where an interaction has none.
  package let rows: [Row]

  /// The cells, row by row, each in the order of the stages.
  package let cells: [Cell]

  /// Below how many answers figures are too few to go by.
  let minimum: Int

  private let basis: Basis
  private let program: Label

  /// The surface that some visits have seen; retired interactions aside.
  ///
  /// - Parameters:
  ///   - coverage: What the visits have seen.
  ///   - bySubform: Whether each form is parted into its finer forms.
  package init(_ coverage: BankCoverage, bySubform: Bool = false) {
    let seen = coverage.seen.filter { $0.entry.status != .retired }
    basis = coverage.basis
    minimum = coverage.minimum
    program = coverage.facts.code
    stages = seen.reduce(into: []) { stages, seen in
      if !stages.contains(seen.entry.stage) { stages.append(seen.entry.stage) }
    }
    let hasFormless = seen.contains { $0.entry.form == nil }
    let forms = InteractionForm.allCases + (hasFormless ? [nil] : [])
    rows = forms.flatMap { form in
      bySubform
        ? Surface.rows(of: form, seen.map(\.entry).filter { $0.form == form })
        : [Row(form: form, subform: nil)]
    }
    cells = rows.flatMap { [stages] row in
      stages.map { stage in
        var cell = Cell(row: row, stage: stage)
        for seen in seen where seen.entry.stage == stage && seen.entry.form == row.form {
          guard !bySubform || seen.entry.subform == row.subform else { continue }
          cell.interactions += 1
          if seen.observations == 0 { cell.neverObserved += 1 }
          cell.observations += seen.observations
          cell.impressions.add(seen.impressions)
        }
        return cell
      }
    }
  }

  /// The finer forms that programs have in common, those that this bank has besides, and none where
  /// an interaction says none.
  private static func rows(of form: InteractionForm?, _ entries: [BankEntry]) -> [Row] {
    let known: [Label?] = form?.subforms.map(Label.init(_:)) ?? []
    return entries.map(\.subform).reduce(into: known) { rows, subform in
      if !rows.contains(subform) { rows.append(subform) }
    }.map { Row(form: form, subform: $0) }
  }

  /// The report as named values.
  package var report: ReportValue {
    let lines = cells.map { cell -> ReportValue in
      [
        "form": .word(cell.row.form?.rawValue), "subform": .code(cell.row.subform),
        "stage": .code(cell.stage),
        "interactions": .whole(cell.interactions), "observations": .whole(cell.observations),
        "never_observed": .whole(cell.neverObserved), "misery": .whole(cell.impressions.misery),
        "n_verdicts": .whole(cell.impressions.n),
        "misery_rate": .figure(cell.impressions.miseryRate),
      ]
    }
    let forms = rows.map(\.form).reduce(into: [InteractionForm?]()) { forms, form in
      if forms.last != form { forms.append(form) }
    }
    return ["program": .code(program)] + basis.report + [
      "forms": .list(forms.map { .word($0?.rawValue) }),
      "stages": .list(stages.map { .code($0) }), "cells": .list(lines),
    ]
  }
}
