// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import Intake
import LocalStore

/// Observations from a file of JSON Lines on their way into a store.
struct ObservedLines {
  private let store: LocalStore
  private let isAtomic: Bool
  private let file: String
  private let standing: Visit?
  private let program: RecordID
  private var lines: ObservationLines
  private var findings: [Finding] = []
  private var refused = 0
  private var stored = 0

  /// Lines of a file.
  ///
  /// - Parameters:
  ///   - file: The file's path, or `-`.
  ///   - visit: The visit that lines belong to which name none; nil for the one in progress.
  ///   - isAtomic: Whether all lines are taken, or none.
  ///   - store: The store.
  /// - Throws: ``Failure`` where the visit or the file cannot be found.
  init(from file: String, visit: String?, isAtomic: Bool, _ store: LocalStore) throws {
    let now = store.surroundings.now()
    let (standing, program, context) = try store.read { reader in
      let standing = try ObservedLines.standing(visit, reader)
      let program =
        try standing?.record.header.scope.program ?? reader.program(nil as String?).id
      let context = IntakeContext(
        bank: try reader.all(Interaction.self, in: program),
        known: KnownCodes(),
        now: now,
        zone: .ofThisMachine
      )
      return (standing, program, context)
    }
    self.store = store
    self.file = file
    self.isAtomic = isAtomic
    self.standing = standing
    self.program = program
    lines = try ObservationLines(
      file: file,
      source: try ByteSource(path: file),
      context: context
    )
  }

  private static func standing(_ visit: String?, _ reader: StoreReader) throws -> Visit? {
    guard visit == nil else { return try reader.visit(visit) }
    return try reader.visitsInProgress(of: try reader.owner().id).last
  }

  /// Takes the lines and tells what came of them.
  mutating func run(asJSON: Bool) throws {
    if isAtomic { try takeAll() } else { try takeEach() }
    if asJSON {
      try TextOutput.json(
        LinesAnswer(
          stored: stored,
          refused: refused,
          findings: findings.map(FindingAnswer.init)
        )
      )
    } else {
      TextOutput.line("\(stored) stored, \(refused) refused.")
    }
    if refused > 0 { throw ExitCode(Failure.Code.badData.rawValue) }
  }

  private mutating func takeEach() throws {
    while let line = try lines.next() {
      tell(line)
      for draft in line.drafts {
        do {
          try store.write { try take(draft, $0) }
          stored += 1
        } catch {
          try refuse(draft, error)
        }
      }
    }
  }

  private mutating func takeAll() throws {
    var drafts: [Draft] = []
    while let line = try lines.next() {
      tell(line)
      drafts += line.drafts
    }
    guard refused == 0 else { return TextOutput.note("Nothing was stored: correct these lines.") }
    var taken: Draft?
    do {
      try store.write { writer in
        for draft in drafts {
          taken = draft
          try take(draft, writer)
        }
      }
      stored = drafts.count
    } catch {
      guard let taken else { throw error }
      try refuse(taken, error)
      TextOutput.note("Nothing was stored: correct this line.")
    }
  }

  private func take(_ draft: Draft, _ writer: StoreWriter) throws {
    guard let visit = try draft.visit.map({ try writer.reader.visit($0) }) ?? standing else {
      throw Failure(.badData, "The line names no visit, and none is in progress. Name one: visit.")
    }
    guard visit.record.header.scope.program == program else {
      throw Failure(
        .badData,
        "The visit \u{201c}\(visit.title)\u{201d} belongs to another program. Put its lines into "
          + "a file of their own, and name it with --visit."
      )
    }
    let header = visit.observationHeader(
      of: draft.key.joined(),
      occurrence: draft.occurrence
    )
    _ = try writer.putWhatIsSaid(draft.puts, into: header)
  }

  private mutating func tell(_ line: RowIntake) {
    refused += line.isRefused ? 1 : 0
    for finding in line.findings { tell(finding) }
  }

  private mutating func tell(_ finding: Finding) {
    findings.append(finding)
    TextOutput.note(finding.located)
  }

  /// Takes note of a line that the store would not have; any other failure ends the reading.
  private mutating func refuse(_ draft: Draft, _ error: any Error) throws {
    let failure = Failure(error)
    guard failure.code == .badData || failure.code == .forbidden else { throw error }
    refused += 1
    tell(
      Finding(
        file: file,
        line: draft.line,
        value: draft.visit,
        problem: "is not taken",
        advice: failure.description,
        effect: .refused
      )
    )
  }
}

private struct LinesAnswer: Encodable {
  let stored: Int
  let refused: Int
  let findings: [FindingAnswer]
}

extension Finding {
  /// One line for people and editors, the place first: `file:line:column: …`.
  var located: String {
    let place = [file, "\(line)", column].compactMap(\.self).joined(separator: ":")
    let shown = value.map { "\u{201c}\($0)\u{201d} " } ?? ""
    let end =
      switch effect {
      case .refused: "; not taken."
      case .keptAsTyped: "; kept as typed."
      case .kept: "; kept."
      }
    let question = suggestion.map { " Did you mean \u{201c}\($0)\u{201d}?" } ?? ""
    let hint = advice.map { " \($0)" } ?? ""
    return TextOutput.singleLine("\(place): \(shown)\(problem)\(end)\(question)\(hint)")
  }
}
