// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// A planned figure.
package struct PlannedFigure: Hashable, Sendable {
  /// The name of the record that plans it, under which its earlier versions are found.
  package var id: String

  /// The code of the interaction.
  package var interaction: Label

  /// The measure, such as `mean`: a key of the report of interactions.
  package var measure: String

  /// The figure.
  package var value: Double

  /// The wave planned for; nil for all.
  package var wave: Label?

  /// The unit planned for; nil for all.
  package var unit: Label?

  /// A planned figure.
  package init(
    id: String,
    interaction: Label,
    measure: String,
    value: Double,
    wave: Label? = nil,
    unit: Label? = nil
  ) {
    self.id = id
    self.interaction = interaction
    self.measure = measure
    self.value = value
    self.wave = wave
    self.unit = unit
  }
}

/// What measures need to know of a program besides its visits.
package struct ProgramFacts: Sendable {
  /// The program's code.
  package var code: Label

  /// The name that people read.
  package var name: String

  /// The code of the interaction that importance is measured against.
  package var outcome: Label?

  /// The interactions.
  package var bank: InteractionBank

  /// What people call a wave, brand, place, unit, customer group or scenario, by its code.
  package var names: [Dimension: [Label: String]] = [:]

  /// The waves in the order of their first days; those of which none is known in that of their
  /// codes, after the others.
  package var waves: [Label] = []

  /// Whose company each brand is.
  package var subjects: [Label: Subject] = [:]

  /// What people call a journey, by its code.
  package var journeyNames: [Label: String] = [:]

  /// How many moments a journey should have, by its code.
  package var momentsPlanned: [Label: Double] = [:]

  /// The planned figures.
  package var plan: [PlannedFigure] = []

  /// A program of which no more is known.
  package init(code: Label, name: String? = nil, outcome: Label? = nil, bank: InteractionBank) {
    self.code = code
    self.name = name ?? code.text
    self.outcome = outcome
    self.bank = bank
  }
}
