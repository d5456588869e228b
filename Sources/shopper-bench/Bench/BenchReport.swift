// SPDX-License-Identifier: Apache-2.0

import CommandLine
import Foundation

/// Figures beside their limits and targets, as a table and as JSON.
struct BenchReport: Codable {
  private let observations: Int
  private let loadAverage: [Double]
  private let cores: Int
  private let figures: [Figure]
  private let growth: [GrowthPoint]?

  /// The report of what was measured.
  ///
  /// - Parameters:
  ///   - figures: What was measured.
  ///   - growth: A hub that grows, point by point.
  ///   - count: How many observations each run had.
  ///   - loads: The machine's load average before and after.
  init(_ figures: [Figure], growth: [GrowthPoint], count: Int, loads: [Double]) {
    self.figures = figures
    self.growth = growth.isEmpty ? nil : growth
    observations = count
    loadAverage = loads
    cores = ProcessInfo.processInfo.activeProcessorCount
  }

  /// Reads a report that was written before.
  init(path: String) throws {
    self = try JSONDecoder().decode(Self.self, from: Data(contentsOf: URL(fileURLWithPath: path)))
  }

  /// Prints the table, on request beside an earlier report.
  func tell(beside old: BenchReport?) {
    var headings = ["figure", "ours", "limit", "ratio", "target", "met", "foreign cores"]
    if old != nil { headings.append("over the old") }
    TextOutput.table(
      figures.map { figure in
        let before = old?.figures.first { $0.name == figure.name }
        let change = before.map { BenchReport.text(figure.ours / $0.ours) } ?? ""
        return cells(figure) + (old == nil ? [] : [change])
      },
      headings: headings
    )
    let loads = loadAverage.map { BenchReport.text($0) }.joined(separator: " and ")
    TextOutput.line()
    TextOutput.line(
      "\(observations) observations; \(cores) cores; load average \(loads) before and after. "
        + "SQLite with WAL and synchronous=FULL, like every store of ours."
    )
  }

  private func cells(_ figure: Figure) -> [String] {
    let limit = figure.limit.map { "\(BenchReport.text($0)) (\(figure.limitName))" }
    let target: String =
      switch figure.target {
      case nil: ""
      case .atMost(let most): "≤ " + BenchReport.text(most)
      case .atMostTimes(let most): "≤ \(BenchReport.text(most)) ×"
      case .atLeast(let least): "≥ " + BenchReport.text(least)
      case .exactly(let number): BenchReport.text(number)
      }
    return [
      figure.name, "\(BenchReport.text(figure.ours)) \(figure.unit)", limit ?? "",
      figure.ratio.map { BenchReport.text($0) } ?? "", target,
      figure.isMet.map { $0 ? "yes" : "no" } ?? "", BenchReport.text(figure.foreignCores),
    ]
  }

  /// Writes the report as JSON.
  func write(to path: String) throws {
    try TextOutput.jsonLines([self], to: path)
  }

  /// A number with as many decimals as people want to read.
  private static func text(_ number: Double) -> String {
    guard number.isFinite else { return "–" }
    let decimals: Double = number >= 1_000 ? 1 : number >= 10 ? 10 : 1_000
    let rounded = (number * decimals).rounded() / decimals
    return rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
  }
}
