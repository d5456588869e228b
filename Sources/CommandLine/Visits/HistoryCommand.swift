// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser
import FieldModel
package import LocalStore

/// `history`: every change to a record.
package struct HistoryCommand: StoreCommand {
  package static let configuration = CommandConfiguration(
    commandName: "history",
    abstract: "Show every change to a visit or observation: who, when, from what to what."
  )

  @OptionGroup package var storeOptions: StoreOptions
  @OptionGroup var output: OutputOptions
  @Argument(
    help: ArgumentHelp(
      "A visit by code or beginning of its ID, any other record by the beginning of its ID, or an "
        + "interaction of the visit in progress."
    )
  )
  var id: String
  @Option(help: "Of a visit, only this interaction.") var interaction: String?

  package init() {}

  package func run(in store: LocalStore) throws {
    let lines = try store.read { reader in
      let people = try reader.people()
      return try records(reader).flatMap { record in
        let asked = try reader.interaction(of: record)
        return try reader.history(of: record.header.id).map {
          HistoryLine($0, of: record, asked, people)
        }
      }
    }
    if output.json { return try TextOutput.json(lines) }
    for line in lines { TextOutput.line(line.text) }
  }

  /// The records that are meant: a visit stands for itself and all that belongs to it.
  private func records(_ reader: StoreReader) throws -> [Record] {
    let record = try named(reader)
    guard record.header.kind == .visit else { return [record] }
    let sheet = try VisitSheet(Visit(record), reader, includingDeleted: true)
    let observations = sheet.lines.map(\.observation)
    guard let interaction else {
      return [record] + observations.map(\.record) + [sheet.review?.record].compactMap(\.self)
    }
    let wanted = try reader.definition(
      Interaction.self,
      interaction,
      in: record.header.scope.program
    )
    return observations.filter { $0.interaction == wanted.code }.map(\.record)
  }

  private func named(_ reader: StoreReader) throws -> Record {
    // What belongs to a visit is named beside it: the beginning of its ID begins theirs as well.
    let ranks: [(kinds: [RecordKind], what: String)] = [
      ([.visit], "visit"), ([.attempt, .observation, .review], "record"),
    ]
    for (kinds, what) in ranks
    where try !reader.matches(id, kinds: kinds, includingDeleted: true).isEmpty {
      return try reader.one(id, kinds: kinds, what: what, includingDeleted: true)
    }
    if let visit = try reader.visitsInProgress(of: try reader.owner().id).last,
      let observation = try reader.record(visit.observationHeader(of: id).id)
    {
      return observation
    }
    return try reader.one(
      id,
      kinds: RecordKind.definitions,
      what: "record",
      includingDeleted: true,
      advice: "Give a visit's code or the beginning of an ID; see: visit list."
    )
  }
}

/// One change to one field, as people and scripts read it.
private struct HistoryLine: Encodable {
  let entry: HistoryEntry
  let record: Record
  let asked: Interaction?
  let author: String
  let device: String

  init(_ entry: HistoryEntry, of record: Record, _ asked: Interaction?, _ people: People) {
    self.entry = entry
    self.record = record
    self.asked = asked
    author = people.name(of: entry.stamp.author)
    device = people.device(of: entry.dot.replica)
  }

  private var field: String { entry.path == .tombstone ? "discarded" : entry.path.text }

  private var interaction: String? { record.value(of: "interaction")?.text }

  var text: String {
    let name = [interaction, field].compactMap(\.self).joined(separator: ".")
    let before = entry.before.map { shown($0) }.joined(separator: " | ")
    let change = "\(before.isEmpty ? "" : before + " → ")\(entry.after.map(shown) ?? "taken back")"
    let rank: String? =
      switch entry.stamp.authority {
      case .shopper: nil
      case .coordinator: "correction"
      case .resolution: "decision"
      }
    let marks = [rank, entry.isRefused ? "refused by the hub: see quarantine" : nil]
      .compactMap(\.self).map { "  (\($0))" }.joined()
    let machine = device.isEmpty ? "" : " on \(device)"
    return TextOutput.singleLine(
      "\(entry.stamp.enteredAt)  \(author)\(machine)  \(name): \(change)\(marks)"
    )
  }

  private func shown(_ value: FieldValue) -> String {
    value == .null ? "nothing" : "\u{201c}\(value.words(of: entry.path, asked))\u{201d}"
  }

  func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: FieldKey.self)
    try keys.encode(record.header.id.description, forKey: "record")
    try keys.encode(record.header.kind.rawValue, forKey: "kind")
    try keys.encode(interaction, forKey: "interaction")
    try keys.encode(field, forKey: "field")
    let before = entry.before.map(PlainValue.init)
    try keys.encode(before.count == 1 ? before.first : nil, forKey: "before")
    try keys.encode(before, forKey: "before_all")
    try keys.encode(entry.after.map(PlainValue.init), forKey: "after")
    try keys.encode(author, forKey: "author")
    try keys.encode(device, forKey: "device")
    try keys.encode(entry.stamp.enteredAt.description, forKey: "entered_at")
    try keys.encode("\(entry.stamp.authority)", forKey: "authority")
    try keys.encode(entry.isRefused, forKey: "refused")
  }
}
