// SPDX-License-Identifier: Apache-2.0

import Export
import FieldModel
import LocalStore
import SyncProtocol

/// One pull of a program out of one state of a store, visit by visit, in constant memory.
///
/// Everything goes in an order that is the same in every store which holds the same records.
struct DatasetRun {
  let program: Program
  let reader: StoreReader
  let builder: DatasetBuilder

  /// The kinds whose records stand in tables that have a column for each free attribute.
  private static let attributed: [RecordKind] = [
    .location, .interaction, .visit, .attempt, .observation, .review,
  ]

  init(
    of program: Program,
    in reader: StoreReader,
    to options: DatasetOptions
  ) throws {
    self.program = program
    self.reader = reader
    let attributes = try DatasetRun.attributed.map {
      ($0, try reader.attributes(of: $0, in: program.id))
    }
    builder = try DatasetBuilder(
      options.folder,
      format: options.format,
      definitions: try reader.definitions(of: program.id),
      attributes: Dictionary(uniqueKeysWithValues: attributes),
      choice: DatasetChoice(states: options.state, values: options.values),
      names: try DatasetNames(of: program.id, in: reader, isIdentified: options.identify),
      csv: CSVOptions(raw: options.raw, excel: options.excel)
    )
  }

  /// Writes the dataset.
  ///
  /// - Returns: Its manifest.
  func write(filters: [String: String]) throws -> Manifest {
    var observations = 0
    var reviews = 0
    try reader.forEach(.visit, in: program.id, includingDeleted: true) { visit in
      let records = try records(of: visit)
      observations += records.observations.count { !$0.isDeleted }
      reviews += records.review.map { $0.isDeleted ? 0 : 1 } ?? 0
      try builder.add(records)
    }
    try reader.forEach(.attempt, in: program.id, includingDeleted: true) {
      try builder.add(attempt: $0)
    }
    let why = "of a visit that is not here"
    let others = try reader.count(.observation, in: program.id) - observations
    builder.leaveOut("observations", why, count: others)
    builder.leaveOut("reviews", why, count: try reader.count(.review, in: program.id) - reviews)
    let cursor = try reader.standing().cursor
    return try builder.finish(
      generatedBy: "coordinator " + programVersion,
      filters: filters,
      cursor: cursor.isEmpty ? nil : Base32.text(cursor)
    )
  }

  private func records(of visit: Record) throws -> VisitRecords {
    let id = visit.header.id
    let observations = try reader.all(Observation.self, of: id, includingDeleted: true)
    var originals: [RecordID: FieldValue] = [:]
    for observation in observations {
      originals[observation.id] = try original(of: observation)
    }
    return VisitRecords(
      visit: visit,
      observations: observations.map(\.record),
      review: try reader.all(Review.self, of: id).first?.record,
      originals: originals
    )
  }

  /// What the shopper had answered, where the answer that stands is somebody else's and another.
  private func original(of observation: Observation) throws -> FieldValue? {
    guard let value = observation.value else { return nil }
    let owner = observation.record.header.scope.owner
    let isOthers = observation.record.siblings(of: "value").all.contains { write in
      write.value == value && write.stamp.authority != .shopper && write.stamp.author != owner
    }
    guard isOthers else { return nil }
    let answers = try reader.history(of: observation.id).filter {
      $0.path == "value" && $0.stamp.authority == .shopper && !$0.isRefused
    }
    return answers.last?.after.flatMap { $0 == value ? nil : $0 }
  }
}
