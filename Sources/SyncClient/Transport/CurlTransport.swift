// SPDX-License-Identifier: Apache-2.0

import CLibcurl
import Glibc

/// HTTP/1.1 over libcurl: one connection kept alive, TLS always checked, every wait bounded.
///
/// It belongs to one thread at a time; only its `Cancellation` may be used from others. It
/// follows no redirect and uses a proxy only where the environment names one (`https_proxy`,
/// `no_proxy`, …), never for this machine itself.
package final class CurlTransport: Transport {
  private let easy: UnsafeMutableRawPointer
  private let multi: UnsafeMutableRawPointer
  private let errorText = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
  private let userAgent: String
  private let caFile: String?
  private let connectSecondsMaximum: Int
  private let cancellation: Cancellation
  private let progress: ((TransferProgress) -> Void)?
  /// What the handle is busy with.
  private weak var running: CurlTransfer?

  private static let obstacle: TransportError? =
    if let reason = clibcurl_load() {
      .libraryMissing(reason: String(cString: reason))
    } else if clibcurl_global_init(Int(CURL_GLOBAL_DEFAULT)) != CURLE_OK {
      .failed(reason: "libcurl did not start")
    } else {
      nil
    }

  /// Makes a transport that is not connected yet.
  ///
  /// - Parameters:
  ///   - version: This program's version, told to the hub in `User-Agent`.
  ///   - caFile: Certificates in PEM form to trust instead of the system's.
  ///   - connectSecondsMaximum: How long connecting may take, at least 1.
  ///   - cancellation: Ends this transport's transfers from another thread.
  ///   - progress: Called on the transferring thread whenever bytes have moved.
  /// - Throws: `TransportError.libraryMissing` where there is no libcurl, `failed` where it does
  ///   not start.
  package init(
    version: String,
    caFile: String? = nil,
    connectSecondsMaximum: Int = 15,
    cancellation: Cancellation = Cancellation(),
    progress: ((TransferProgress) -> Void)? = nil
  ) throws(TransportError) {
    if let obstacle = Self.obstacle { throw obstacle }
    guard let easy = clibcurl_easy_init() else {
      throw .failed(reason: "libcurl did not start")
    }
    guard let multi = clibcurl_multi_init() else {
      clibcurl_easy_cleanup(easy)
      throw .failed(reason: "libcurl did not start")
    }
    self.easy = easy
    self.multi = multi
    self.userAgent = "mystery-shopper/\(version)"
    self.caFile = caFile
    self.connectSecondsMaximum = connectSecondsMaximum
    self.cancellation = cancellation
    self.progress = progress
    cancellation.connect(WakeableLoop(multi))
  }

  deinit {
    cancellation.disconnect()
    clibcurl_easy_cleanup(easy)
    clibcurl_multi_cleanup(multi)
    errorText.deallocate()
  }

  package func perform(_ request: HTTPRequest) throws(TransportError) -> HTTPResponse {
    let transfer = try CurlTransfer(request, on: self, progress)
    defer { transfer.close() }
    return try transfer.whole()
  }

  package func stream(_ request: HTTPRequest) throws(TransportError) -> StreamedResponse {
    let transfer = try CurlTransfer(request, on: self, progress)
    do throws(TransportError) {
      try transfer.begin()
      if transfer.status == 200, !transfer.isOver { return .stream(transfer) }
      let response = try transfer.whole()
      transfer.close()
      return .whole(response)
    } catch {
      transfer.close()
      throw error
    }
  }

  /// Begins a transfer in place of any other.
  ///
  /// - Returns: What libcurl refused, if anything.
  func begin(_ transfer: CurlTransfer) -> CURLcode? {
    running?.close()
    let refused = prepare(
      transfer.request,
      to: transfer.target,
      headers: transfer.headers,
      body: UnsafeRawBufferPointer(transfer.body),
      exchange: transfer.exchange
    )
    if let refused { return refused }
    running = transfer
    return clibcurl_multi_add_handle(multi, easy) == CURLM_OK ? nil : CURLE_FAILED_INIT
  }

  /// Ends the running transfer.
  func end() {
    clibcurl_multi_remove_handle(multi, easy)
    // Connections outlive a reset; pointers into this request do not.
    clibcurl_easy_reset(easy)
    running = nil
  }

  /// Moves what can be moved of the running transfer.
  ///
  /// - Parameter waits: Whether to wait until something can be.
  /// - Returns: How it ended; nil while it has not.
  func step(waits: Bool) -> CURLcode? {
    withoutPipeSignal {
      guard !cancellation.isCancelled else { return CURLE_ABORTED_BY_CALLBACK }
      // A wake-up that comes before the poll is kept for it, so no cancellation is missed.
      if waits { clibcurl_multi_poll(multi, 1_000) }
      var running: Int32 = 1
      guard clibcurl_multi_perform(multi, &running) == CURLM_OK else { return CURLE_FAILED_INIT }
      guard running == 0 else { return nil }
      var remaining: Int32 = 0
      while let message = clibcurl_multi_info_read(multi, &remaining) {
        if message.pointee.msg == CURLMSG_DONE { return message.pointee.data.result }
      }
      return CURLE_FAILED_INIT
    }
  }

  /// Sets everything that the request needs; returns what libcurl refused, if anything.
  private func prepare(
    _ request: HTTPRequest,
    to target: URLParts,
    headers: HeaderList,
    body: UnsafeRawBufferPointer,
    exchange: Exchange
  ) -> CURLcode? {
    var options = CurlOptions(easy)
    errorText.pointee = 0
    options.set(CURLOPT_ERRORBUFFER, errorText)
    options.set(CURLOPT_URL, request.url)
    options.set(CURLOPT_USERAGENT, userAgent)
    options.set(CURLOPT_HTTPHEADER, headers.first)
    options.set(CURLOPT_ACCEPT_ENCODING, "")
    options.setMethod(request.method, body: body)
    options.setWire(caFile: caFile)
    if target.isLoopback {
      options.set(CURLOPT_PROXY, "")
    }
    let seconds = max(1, request.timeoutSeconds)
    options.set(CURLOPT_TIMEOUT, seconds)
    options.set(CURLOPT_CONNECTTIMEOUT, min(seconds, max(1, connectSecondsMaximum)))
    options.set(CURLOPT_LOW_SPEED_TIME, max(1, request.silenceSecondsMaximum))
    options.set(CURLOPT_LOW_SPEED_LIMIT, 10)
    exchange.connect(&options)
    return options.failure
  }

  /// What a transfer's end means.
  func failure(
    _ code: CURLcode,
    at origin: String,
    _ exchange: Exchange
  ) -> TransportError {
    if let refusal = exchange.refusal(from: origin) { return refusal }
    let told = String(cString: errorText)
    let reason = told.isEmpty ? String(cString: clibcurl_easy_strerror(code)) : told
    var microseconds: curl_off_t = 0
    clibcurl_getinfo_offset(easy, CURLINFO_PRETRANSFER_TIME_T, &microseconds)
    return TransportError(
      code,
      host: origin,
      reason: reason,
      wasConnected: microseconds > 0,
      caFile: caFile
    )
  }

  /// The status of the answer; 0 while there is none.
  var status: Int {
    var value = 0
    clibcurl_getinfo_long(easy, CURLINFO_RESPONSE_CODE, &value)
    return value
  }
}

/// Keeps a write to a closed connection from ending the process: some TLS libraries under libcurl
/// raise SIGPIPE, and a command in a shell's pipeline must keep the signal's meaning elsewhere.
private func withoutPipeSignal<Result>(_ body: () -> Result) -> Result {
  func isPending() -> Bool {
    var pending = sigset_t()
    sigpending(&pending)
    return sigismember(&pending, SIGPIPE) == 1
  }
  var pipe = sigset_t()
  sigemptyset(&pipe)
  sigaddset(&pipe, SIGPIPE)
  let wasPending = isPending()
  var before = sigset_t()
  pthread_sigmask(SIG_BLOCK, &pipe, &before)
  defer {
    if !wasPending, isPending() {
      var none = timespec()
      sigtimedwait(&pipe, nil, &none)
    }
    pthread_sigmask(SIG_SETMASK, &before, nil)
  }
  return body()
}
