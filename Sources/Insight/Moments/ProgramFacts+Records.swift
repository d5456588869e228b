// SPDX-License-Identifier: Apache-2.0

import FieldModel

extension ProgramFacts {
  /// What the definitions of a program say.
  ///
  /// - Parameter definitions: The program's own record and its definitions; deleted ones are left
  ///   out.
  init(definitions: [Record]) {
    let alive = definitions.filter { !$0.isDeleted }
    func all<View: RecordView>(_ view: View.Type) -> [View] {
      alive.filter { $0.header.kind == View.kind }.map(View.init)
    }
    func named<View: RecordView>(_ view: View.Type) -> [Label: String] {
      let views = all(view)
      let uses = views.reduce(into: [Label: Int]()) { $0[Label($1.name), default: 0] += 1 }
      let told = views.map { view in
        let isShared = uses[Label(view.name)] != 1
        return (Label(view.code), isShared ? "\(view.name) (\(view.code))" : view.name)
      }
      return Dictionary(told) { first, _ in first }
    }
    let program = all(Program.self).first
    self.init(
      code: Label(program?.code ?? ""),
      name: program?.name,
      outcome: program?.outcome.map(Label.init(_:)),
      bank: InteractionBank(all(Interaction.self).map(BankEntry.init))
    )
    for brand in all(Brand.self) { subjects[Label(brand.code)] = brand.subject }
    names = [
      .wave: named(Wave.self), .brand: named(Brand.self), .location: named(Location.self),
      .segment: named(Segment.self), .scenario: named(Scenario.self),
    ]
    let units = all(Location.self).compactMap { $0.text("unit") }
    names[.unit] = Dictionary(units.map { (Label($0), $0) }) { first, _ in first }
    waves = all(Wave.self).map { ($0.day("from")?.daysSince1970 ?? .max, Label($0.code)) }
      .sorted { $0 < $1 }.map(\.1)
    journeyNames = named(Journey.self)
    for journey in all(Journey.self) {
      momentsPlanned[Label(journey.code)] = journey.number("moments_planned")?.double
    }
    plan = all(Target.self).compactMap(PlannedFigure.init).sorted { $0.id < $1.id }
  }
}

extension PlannedFigure {
  /// Reads a target; nil where it says no interaction or no figure.
  fileprivate init?(_ target: Target) {
    guard let interaction = target.text("interaction"), let value = target.number("value") else {
      return nil
    }
    self.init(
      id: target.id.description,
      interaction: Label(interaction),
      measure: target.text("measure") ?? "mean",
      value: value.double,
      wave: target.text("wave").map(Label.init(_:)),
      unit: target.text("unit").map(Label.init(_:))
    )
  }
}

extension BankEntry {
  /// Reads an interaction.
  ///
  /// Five of its free attributes are understood: `subform`, the finer form; `step`, whose value
  /// `wait` says that the customer waits in it; `vulnerable`, which says `yes` where customers are
  /// in a vulnerable state; `commitment`, whose value says which part of commitment it is; and
  /// `scale:WAVE`, the scale that a wave was asked on, such as `1-10`.
  fileprivate init(_ interaction: Interaction) {
    self.init(
      Label(interaction.code),
      name: interaction.name,
      kind: interaction.answerKind
    )
    form = interaction.form
    stage = interaction.stage.map(Label.init(_:))
    process = interaction.process.map(Label.init(_:))
    order = interaction.order
    if let low = interaction.number("min"), let high = interaction.number("max") {
      scale = AnswerScale(low.double, high.double)
    }
    better = interaction.text("better").flatMap(Better.init) ?? .higher
    owner = interaction.text("owner")
    standard = interaction.text("standard")
    importance = interaction.number("importance")?.double
    frequencyPerYear = interaction.number("frequency_per_year")?.double
    unitCost = interaction.number("unit_cost")?.double
    currency = interaction.text("currency").map(Label.init(_:))
    isCritical = interaction.record.value(of: "critical")?.boolean ?? false
    status = interaction.text("status").flatMap(BankStatus.init) ?? .active
    read(interaction.attributes)
    for scale in interaction.scales {
      scaleByWave[Label(scale.wave)] = AnswerScale(scale.low.double, scale.high.double)
    }
  }

  private mutating func read(_ attributes: [(name: String, value: FieldValue)]) {
    var step: String?
    for (name, value) in attributes {
      switch name {
      case "step": step = value.display
      case "subform": subform = Label(value.display)
      case "vulnerable": isVulnerable = value.boolean ?? (value.display == "yes")
      case "commitment": commitment = CommitmentPart(rawValue: value.display)
      default: break
      }
    }
    // Where nobody said what kind of step it is, the name of a time tells.
    isWaiting = step.map { $0 == "wait" } ?? (kind == .minutes && isNamedWaiting)
  }

  private var isNamedWaiting: Bool {
    [name, code.text].contains { $0.lowercased().hasPrefix("wait") }
  }
}
