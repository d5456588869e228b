// SPDX-License-Identifier: Apache-2.0

/// What the three-question report is made of; what is nil or empty is left out, and said to be.
package struct Answers: Sendable {
  /// The program's name, as people read it.
  package var program: String
  /// What the figures were chosen by, such as `wave spring, brand ours`; empty for everything.
  package var selection = ""
  /// What the report stands on.
  package var basis: Basis
  /// How well it goes, over all visits.
  package var interactions: GroupResult
  /// How the outcome went from wave to wave.
  package var trend: TrendChart?
  /// What was planned beside what came out.
  package var plan: [RowChart] = []
  /// What matters to the outcome.
  package var importance: ImportanceResult?
  /// What misery costs.
  package var costs: [RowChart] = []
  /// What customers go through.
  package var journeys: [RowChart] = []
  /// Where customers meet the company.
  package var surface: MatrixChart?
  /// What competitors do better.
  package var compare: CompareResult?

  /// The report's least: how well each interaction goes.
  package init(program: String, basis: Basis, interactions: GroupResult) {
    self.program = program
    self.basis = basis
    self.interactions = interactions
  }
}

extension Page {
  /// The three-question report: how well are we doing, what can we improve, what do competitors do
  /// better than us.
  package init(_ answers: Answers) {
    let basis = answers.basis
    let size =
      Sentences.count(basis.visits, "visit") + ", " + Sentences.count(basis.moments, "moment")
    self.init(
      title: "\(answers.program): what the moments say",
      basis: [answers.selection, size].filter { !$0.isEmpty },
      sections: [
        Section("How well are we doing?", Page.notes(on: basis) + Page.howWell(answers)),
        Section("What can we improve?", Page.toImprove(answers)),
        Section("What do competitors do better than us?", Page.compared(answers.compare)),
      ]
    )
  }

  /// What the reader must not miss: conflicts that nobody has settled, moments in no figure.
  private static func notes(on basis: Basis) -> [Block] {
    var notes: [Block] = []
    if basis.provisionalCells > 0 {
      let cells = Sentences.count(basis.provisionalCells, "cell")
      let verb = basis.provisionalCells == 1 ? "is" : "are"
      notes.append(
        .warning("\(cells) \(verb) provisional: people disagree, and nobody has decided.")
      )
    }
    let strangers = basis.notInBank.values.reduce(0, +)
    if strangers > 0 {
      let moments = Sentences.count(strangers, "moment")
      notes.append(.warning("\(moments) of interactions outside the bank are in no figure."))
    }
    return notes
  }

  private static func howWell(_ answers: Answers) -> [Block] {
    let charts = answers.interactions.charts
    let trend = answers.trend.map { [Block.heading("From wave to wave"), .chart($0)] } ?? []
    let plan =
      answers.plan.isEmpty ? [] : [.heading("Against plan")] + answers.plan.map(Block.chart)
    return (charts.isEmpty ? [.text("Nothing was observed.")] : charts.map(Block.chart))
      + plan + trend
  }

  private static func toImprove(_ answers: Answers) -> [Block] {
    var blocks: [Block] = []
    if let importance = answers.importance {
      let cautions = importance.cautions.map(\.sentence)
      blocks.append(.chart(importance.chart))
      if !cautions.isEmpty { blocks += [.heading("Before going by it"), .list(cautions)] }
    } else {
      blocks.append(.text("What matters to customers is unknown: the program names no outcome."))
    }
    if !answers.costs.isEmpty {
      blocks += [.heading("What misery costs")] + answers.costs.map(Block.chart)
    }
    if !answers.journeys.isEmpty {
      blocks += [.heading("Along the journey")] + answers.journeys.map(Block.chart)
    }
    if let surface = answers.surface {
      blocks += [.heading("Where nobody looks")] + [.chart(surface)]
    }
    return blocks
  }

  private static func compared(_ compare: CompareResult?) -> [Block] {
    guard let compare else { return [.text("No brand is a competitor’s.")] }
    let cautions = compare.cautions.map { Block.warning($0.sentence) }
    let charts = compare.charts.map(Block.chart)
    return cautions + (charts.isEmpty ? [.text("Nothing can be compared yet.")] : charts)
  }
}
