// SPDX-License-Identifier: Apache-2.0

import CommandLine
import Foundation

/// Figures beside their limits, as a table and as JSON.
struct BenchReport: Encodable {
  /// One figure.
  struct Line: Encodable {
    /// What was measured.
    let figure: String
    /// Its unit.
    let unit: String
    /// What we take or reach: the median.
    let ours: Double
    /// What the limit takes or reaches: the median; nil where it could not be measured.
    let limit: Double?
    /// What the limit is.
    let limitName: String
    /// Ours over the limit.
    let ratio: Double?
    /// Each run's figure.
    let runs: [Double]
    /// The cores that other work used, at most.
    let foreignCores: Double

    enum CodingKeys: String, CodingKey {
      case figure, unit, ours, limit, ratio, runs
      case limitName = "limit_name"
      case foreignCores = "foreign_cores"
    }

    init(
      _ figure: String,
      _ unit: String,
      _ runs: [Double],
      limit: [Double],
      _ limitName: String,
      foreignCores: Double
    ) {
      let (ours, limit) = (Sample(runs).quantile(0.5), Sample(limit).quantile(0.5))
      self.figure = figure
      self.unit = unit
      self.ours = ours
      self.limit = limit.isNaN ? nil : limit
      self.limitName = limitName
      ratio = limit.isNaN ? nil : ours / limit
      self.runs = runs
      self.foreignCores = foreignCores
    }
  }

  private let observations: Int
  private let loadAverage: [Double]
  private let cores: Int
  private let figures: [Line]

  enum CodingKeys: String, CodingKey {
    case observations, cores, figures
    case loadAverage = "load_average"
  }

  /// The report of what was measured.
  ///
  /// - Parameters:
  ///   - measured: The times.
  ///   - count: How many observations each run had.
  ///   - loads: The machine's load average before and after.
  init(_ measured: Measured, count: Int, loads: [Double]) {
    observations = count
    loadAverage = loads
    cores = ProcessInfo.processInfo.activeProcessorCount
    let capture = measured.capture
    let foreign = measured.syncs.map(\.foreignCores).max() ?? 0
    func rates(_ seconds: [Double]) -> [Double] { seconds.map { Double(count) / $0 } }
    let (batches, whole) = (rates(measured.batches), rates(measured.whole))
    let insert = "sqlite3 DB 'insert …'"
    figures = [
      Line(
        "capture of one observation by a fresh process, median",
        "ms",
        capture.ours,
        limit: capture.sqlite,
        insert,
        foreignCores: measured.captureForeign
      ),
      Line(
        "the same, 95th percentile",
        "ms",
        [Sample(capture.ours).quantile(0.95)],
        limit: capture.sqlite.isEmpty ? [] : [Sample(capture.sqlite).quantile(0.95)],
        insert,
        foreignCores: measured.captureForeign
      ),
      Line(
        "recording by twelve in a transaction",
        "observations/s",
        rates(measured.syncs.map(\.record)),
        limit: batches,
        "SQLite, 500 rows a transaction",
        foreignCores: foreign
      ),
      Line(
        "push, 20 laptops at once",
        "observations/s",
        rates(measured.syncs.map(\.push)),
        limit: batches,
        "SQLite, 500 rows a transaction",
        foreignCores: foreign
      ),
      Line(
        "pull by a newcomer",
        "observations/s",
        rates(measured.syncs.map(\.pull)),
        limit: whole,
        "SQLite, one transaction",
        foreignCores: foreign
      ),
      Line(
        "greatest memory of the hub",
        "MiB",
        measured.syncs.map(\.hubMemory),
        limit: [],
        "",
        foreignCores: foreign
      ),
    ]
  }

  /// Prints the table.
  func tell() {
    TextOutput.table(
      figures.map { line in
        [
          line.figure, "\(BenchReport.text(line.ours)) \(line.unit)",
          line.limit.map { "\(BenchReport.text($0)) (\(line.limitName))" } ?? "not measured",
          line.ratio.map { BenchReport.text($0) } ?? "", BenchReport.text(line.foreignCores),
        ]
      },
      headings: ["figure", "ours", "limit", "ratio", "foreign cores"]
    )
    let loads = loadAverage.map { BenchReport.text($0) }.joined(separator: " and ")
    TextOutput.line()
    TextOutput.line(
      "\(observations) observations; \(cores) cores; load average \(loads) before and after. "
        + "SQLite with WAL and synchronous=FULL, like every store of ours."
    )
  }

  /// Writes the report as JSON.
  func write(to path: String) throws {
    try TextOutput.jsonLines([self], to: path)
  }

  /// A number with as many decimals as people want to read.
  private static func text(_ number: Double) -> String {
    let decimals: Double = number >= 1_000 ? 1 : number >= 10 ? 10 : 100
    let rounded = (number * decimals).rounded() / decimals
    return rounded == rounded.rounded() && number >= 10 ? "\(Int(rounded))" : "\(rounded)"
  }
}
