// SPDX-License-Identifier: Apache-2.0

package import FieldModel
package import LocalStore

extension StoreReader {
  /// The program of a code.
  ///
  /// - Throws: A failure that lists the programs that there are.
  package func program(_ code: String) throws -> Program {
    if let record = try record(Program.id(code: code)), !record.isDeleted {
      return Program(record)
    }
    let known = try all(Program.self).map(\.code)
    let list =
      known.isEmpty
      ? "This store has none yet: sync first." : "There is: " + known.joined(separator: ", ") + "."
    throw Failure(.badData, "There is no program \u{201c}\(code)\u{201d} here. \(list)")
  }

  /// The one record that a person means by a code or the beginning of a name.
  ///
  /// - Parameters:
  ///   - text: What was typed.
  ///   - kinds: The kinds looked among.
  ///   - what: What it is called in errors, such as `visit`.
  ///   - includingDeleted: Whether deleted records are looked among.
  ///   - advice: What to do where there is none; to look at their list where nothing is given.
  /// - Returns: The record.
  /// - Throws: A failure where there is none, or more than one.
  package func one(
    _ text: String,
    kinds: [RecordKind],
    what: String,
    includingDeleted: Bool = false,
    advice: String? = nil
  ) throws -> Record {
    let matches = try matches(text, kinds: kinds, includingDeleted: includingDeleted)
    guard let id = matches.first, let record = try record(id) else {
      throw Failure(
        .badData,
        "There is no \(what) \u{201c}\(text)\u{201d} here. \(advice ?? "See: \(what) list.")"
      )
    }
    guard matches.count == 1 else {
      throw Failure(
        .badData,
        "\u{201c}\(text)\u{201d} stands for \(matches.count) \(what)s. "
          + "Give the ID of one, or its beginning: \(try told(matches))."
      )
    }
    return record
  }

  /// The first few of some records: the beginning of each ID that is no other's, with the program
  /// and the owner.
  private func told(_ ids: [RecordID]) throws -> String {
    let people = try people()
    let few = try ids.sorted().prefix(5).map { id in
      let others = ids.filter { $0 != id }.map(\.description)
      let text = id.description
      let beginning = (id.short.count...text.count).map { String(text.prefix($0)) }.first {
        beginning in !others.contains { $0.hasPrefix(beginning) }
      }
      let scope = try record(id)?.header.scope
      let program = try scope.flatMap { try record($0.program) }.map { Program($0).code }
      let owner = scope?.owner.map { people.name(of: $0) }
      let place = [program, owner].compactMap(\.self).joined(separator: ", ")
      return TextOutput.singleLine("\(beginning ?? text) (\(place))")
    }
    let more = ids.count > few.count ? ", and \(ids.count - few.count) more" : ""
    return few.joined(separator: ", ") + more
  }

  /// The visit that a person means: by code or beginning of the ID, or the one in progress.
  package func visit(_ text: String?) throws -> Visit {
    if let text { return Visit(try one(text, kinds: [.visit], what: "visit")) }
    let open = try visitsInProgress(of: try owner().id)
    guard let visit = open.last else {
      throw Failure(
        .badData,
        "No visit is in progress. Start one: visit start, or name it: --visit."
      )
    }
    return visit
  }
}
