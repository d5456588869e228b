// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CommandLine
import FieldModel
import Foundation
import Intake

/// `field-work`: replays real field work on a store per device and compares what comes out.
struct FieldWork: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Replay real field work on one laptop per device, sync, merge, and compare.",
    discussion: """
      The folder holds visits.csv, attempts.csv, observations.csv and interactions.csv (forms as \
      they were keyed in), replay.jsonl.gz (what each device did, and when) and expected.json \
      (the figures that are known to come out).

      Starts a hub, enrols one store per device, publishes the folder's program, does all that was \
      done on the device that did it, syncs in an order drawn from the seed, pulls one dataset, \
      and prints each figure beside what came out. Exit status 1 where any differs, where anything \
      typed is neither in the dataset nor reported, or where there is a conflict.
      """
  )

  @Argument(help: "The folder of field work.", completion: .directory) var folder: String
  @Option(help: "The seed of the order in which devices sync.") var seed: UInt64 = 1
  @Option(help: "Run so many seeds, from --seed on, and compare the datasets byte for byte.")
  var seeds = 1
  @Option(help: "The folder for the dataset.", completion: .directory) var out: String?
  @Option(help: "Take only the first visits of the file; only rows are compared then.")
  var visits: Int?
  @Flag(help: "Keep the stores and the hub's data.") var keep = false
  @Flag(help: "Print every figure, also where a group's are all equal.") var all = false

  func validate() throws {
    guard seeds >= 1, visits.map({ $0 >= 1 }) ?? true else {
      throw ValidationError("--seeds and --visits take 1 or more.")
    }
  }

  func run() async throws {
    do {
      try await play()
    } catch let exit as ExitCode {
      throw exit
    } catch {
      try reportingFailure { throw error }
    }
  }

  private func play() async throws {
    var work = try FieldFolder(folder)
    if let visits { work.keep(firstVisits: visits) }
    var isGood = true
    var first: FieldRun.Outcome?
    for seed in seed..<seed + UInt64(seeds) {
      let isFirst = first == nil
      var run = FieldRun(work, seed: seed, isKept: keep)
      let outcome = try await run.run(out: isFirst ? out : nil)
      if let first {
        isGood = FieldReport.tell(outcome, beside: first) && isGood
      } else {
        let report = try FieldReport(of: outcome, work, isReduced: visits != nil)
        if let out { try report.writeFindings(to: out) }
        isGood = report.tell(isWhole: all)
        first = outcome
      }
    }
    if seeds > 1 {
      TextOutput.line()
      TextOutput.line(isGood ? "\(seeds) seeds: the same dataset, byte for byte." : "Not all good.")
    }
    if !isGood { throw ExitCode(Failure.Code.failed.rawValue) }
  }
}

/// What one run came to, for people.
struct FieldReport {
  /// Sections of the known figures that reports compute, not datasets.
  private static let analyses = ["importance_vs_overall", "importance_performance"]
  private static let descriptions = ["dataset", "formulas", "replay.after_replay"]

  private let outcome: FieldRun.Outcome
  private let comparisons: [Comparison]
  private let kept: KeptValues

  /// Compares an outcome with what is known.
  ///
  /// Where only some visits were played, their rows are counted and nothing else.
  init(of outcome: FieldRun.Outcome, _ folder: FieldFolder, isReduced: Bool) throws {
    self.outcome = outcome
    var computed = try FieldFigures(of: outcome.dataset)
    computed.add(outcome.tally)
    comparisons = Comparison.all(
      isReduced ? folder.rowsToExpect : Figures(folder.expected),
      with: computed.figures,
      except: FieldReport.analyses + FieldReport.descriptions
    )
    kept = try KeptValues(
      of: folder.path,
      visits: Set(folder.visits.map { $0.key.joined() }),
      in: outcome.dataset,
      findings: outcome.findings
    )
  }

  /// Whether every figure is as known and nothing is lost, refused or disputed.
  private var isGood: Bool {
    comparisons.allSatisfy(\.isEqual) && kept.lost.isEmpty && kept.unreported.isEmpty
      && outcome.isSettled
  }

  /// Prints everything.
  ///
  /// - Returns: Whether all is good.
  func tell(isWhole: Bool) -> Bool {
    TextOutput.table(
      Comparison.rows(comparisons, isWhole: isWhole),
      headings: Comparison.headings
    )
    TextOutput.line()
    let equal = comparisons.count(where: \.isEqual)
    TextOutput.line("\(equal) of \(comparisons.count) figures are equal.")
    tellValues()
    let tally = outcome.tally
    TextOutput.line(
      "Seed \(outcome.seed): \(tally.rounds) rounds sent \(tally.pushed) changes and fetched "
        + "\(tally.pulled) records; \(outcome.conflicts) conflicts, "
        + "\(outcome.quarantined) refused, \(outcome.pending) waiting."
    )
    if tally.enteredByHand > 0 {
      TextOutput.line(
        "\(tally.enteredByHand) attempts are on the forms and not in the replay: the visit's "
          + "shopper entered them with the end of the visit."
      )
    }
    for finding in outcome.damage { TextOutput.line("damaged: \(finding)") }
    TextOutput.line()
    for (name, digest) in outcome.digests.sorted(by: { $0.key < $1.key }) {
      TextOutput.line("\(digest)  \(name)\(FieldReport.remark(on: name))")
    }
    TextOutput.line(FieldReport.times(of: outcome))
    if let folder = outcome.folder { TextOutput.line("Kept: \(folder)") }
    return isGood
  }

  /// What was typed, and what became of it.
  private func tellValues() {
    TextOutput.line(
      "\(kept.asTyped + kept.asDays + kept.lost.count) values were typed: \(kept.asTyped) stand "
        + "in the dataset byte for byte, \(kept.asDays) as days; \(kept.lost.count) are lost."
    )
    for value in kept.lost.prefix(20) { TextOutput.line("lost: \(value)") }
    for value in kept.unreported.prefix(20) { TextOutput.line("not reported: \(value)") }
    let unreadable = outcome.findings.filter { $0.effect == .keptAsTyped }
    TextOutput.line(
      "\(unreadable.count) could not be read and are kept as typed; "
        + "\(outcome.findings.count - unreadable.count) are kept and may be wrong."
    )
    for finding in unreadable { TextOutput.line("  \(finding)") }
  }

  /// Prints what another seed came to beside the first.
  ///
  /// - Returns: Whether the two datasets are the same, byte for byte.
  static func tell(_ outcome: FieldRun.Outcome, beside first: FieldRun.Outcome) -> Bool {
    let names = Set(outcome.digests.keys).union(first.digests.keys).sorted()
    let different = names.filter { outcome.digests[$0] != first.digests[$0] }
    let verdict =
      different.isEmpty ? "the same dataset" : "DIFFERS in " + different.joined(separator: ", ")
    TextOutput.line(
      "Seed \(outcome.seed): \(outcome.tally.rounds) rounds, \(outcome.conflicts) conflicts, "
        + "\(outcome.quarantined) refused, \(outcome.pending) waiting; \(verdict). "
        + times(of: outcome)
    )
    for finding in outcome.damage { TextOutput.line("damaged: \(finding)") }
    return different.isEmpty && outcome.isSettled
  }

  /// Writes what a person should look at as JSON Lines into a folder.
  func writeFindings(to folder: String) throws {
    try TextOutput.jsonLines(
      outcome.findings.map(FindingLine.init),
      to: "\(folder)/findings.jsonl"
    )
  }

  private static func remark(on name: String) -> String {
    name == "manifest.json" ? "  (without the hub's cursor)" : ""
  }

  private static func times(of outcome: FieldRun.Outcome) -> String {
    outcome.seconds.map { "\($0.part) \(($0.seconds * 10).rounded() / 10) s" }
      .joined(separator: ", ")
  }
}

extension FieldRun.Outcome {
  /// Whether everything has arrived, undisputed and unharmed.
  var isSettled: Bool {
    conflicts == 0 && quarantined == 0 && pending == 0 && damage.isEmpty
  }
}

extension FieldFolder {
  /// How many rows the visits of this folder make.
  fileprivate var rowsToExpect: Figures {
    var figures = Figures()
    figures.note("totals", "visits", is: visits.count)
    figures.note("totals", "attempts", is: attempts.values.map(\.count).reduce(0, +))
    var observations = 0
    for action in actions {
      if case .observations(let answers) = action.deed { observations += answers.count }
    }
    figures.note("totals", "observations", is: observations)
    figures.note("replay", "actions", is: actions.count)
    return figures
  }
}

/// Something that a person should look at, as a line of JSON.
private struct FindingLine: Encodable {
  let file: String
  let row: Int?
  let column: String?
  let value: String?
  let problem: String
  let suggestion: String?
  let effect: String

  init(_ finding: Finding) {
    file = finding.file
    row = finding.row
    column = finding.column
    value = finding.value
    problem = finding.problem
    suggestion = finding.suggestion
    effect = finding.effect.rawValue
  }
}
