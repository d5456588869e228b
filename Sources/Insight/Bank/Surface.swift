// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// Where customers meet the company: the forms of interaction by the stages of the journey.
///
/// Cells without interactions or without observations are the work list.
package struct Surface: Sendable {
  /// A form at a stage.
  package struct Cell: Sendable {
    /// The form; nil for interactions of none.
    package let form: InteractionForm?
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

  /// The five forms, and nil where an interaction has none.
  package let forms: [InteractionForm?]

  /// The cells, form by form, each in the order of the stages.
  package let cells: [Cell]

  private let basis: Basis
  private let program: Label

  /// The surface that some visits have seen; retired interactions aside.
  package init(_ coverage: BankCoverage) {
    let seen = coverage.seen.filter { $0.entry.status != .retired }
    basis = coverage.basis
    program = coverage.facts.code
    stages = seen.reduce(into: []) { stages, seen in
      if !stages.contains(seen.entry.stage) { stages.append(seen.entry.stage) }
    }
    let hasFormless = seen.contains { $0.entry.form == nil }
    forms = InteractionForm.allCases + (hasFormless ? [nil] : [])
    cells = forms.flatMap { [stages] form in
      stages.map { stage in
        var cell = Cell(form: form, stage: stage)
        for seen in seen where seen.entry.form == form && seen.entry.stage == stage {
          cell.interactions += 1
          if seen.observations == 0 { cell.neverObserved += 1 }
          cell.observations += seen.observations
          cell.impressions.add(seen.impressions)
        }
        return cell
      }
    }
  }

  /// The report as named values.
  package var report: ReportValue {
    let rows = cells.map { cell -> ReportValue in
      [
        "form": .word(cell.form?.rawValue), "stage": .code(cell.stage),
        "interactions": .whole(cell.interactions), "observations": .whole(cell.observations),
        "never_observed": .whole(cell.neverObserved), "misery": .whole(cell.impressions.misery),
        "n_verdicts": .whole(cell.impressions.n),
        "misery_rate": .figure(cell.impressions.miseryRate),
      ]
    }
    return ["program": .code(program)] + basis.report + [
      "forms": .list(forms.map { .word($0?.rawValue) }),
      "stages": .list(stages.map { .code($0) }), "cells": .list(rows),
    ]
  }
}
