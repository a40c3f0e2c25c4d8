/// Every bound of the program, with its default, in one place.
public enum Limits {
    /// Bytes of a chunk: the unit that one worker scans at a time.
    public static let chunkBytes = 1 << 19

    /// Bytes of a stream's first block; the next ones double. So what the stream looks like is learned from little, and
    /// there is work for all soon.
    public static let firstBlockBytes = 64 << 10

    /// Bytes before a chunk's own range that a worker may look at.
    ///
    /// It covers `haloBytes` and, before that, what a look-behind or a field name needs.
    public static let contextBytesBefore = 6 * 1024

    /// Bytes after a chunk's own range that a worker may look at.
    ///
    /// It covers `haloBytes` and, after that, the longest match.
    public static let contextBytesAfter = 10 * 1024

    /// How far from a chunk's own range matches are still looked for, because one of
    /// them may overlap, or stand beside, a match inside.
    public static let haloBytes = 5 * 1024

    /// Bytes that one match may span; no expression sees further.
    public static let matchBytesMax = 4096

    /// Bytes before a match that its expression may look at.
    public static let lookBehindBytes = 256

    /// Bytes of a field's name; a longer one is no name.
    public static let fieldNameBytesMax = 64

    /// Digits of the longest number that is known by its check digits alone.
    public static let bareDigitsMax = 15

    /// Bytes of a statement up to its data, such as a `CREATE TABLE`; what is longer tells nothing.
    public static let statementHeadBytesMax = 256 * 1024

    /// How far behind its statement's first byte, or its row's in an `INSERT`, a value of a query log may stand to be placed
    /// in it; with a line's head before the statement, `contextBytesBefore` covers it.
    public static let statementReachBytes = 4096

    /// Bytes of a line of a query log before its statement.
    public static let queryHeadBytesMax = 1024

    /// Statements, and literals in them, that a worker knows again; of more, all are forgotten.
    public static let statementLiteralsMax = 16_384

    /// Bytes of a statement's shape that are shown.
    public static let queryShapeBytesMax = 240

    /// Tables of a dump whose columns are known; those of later ones are told by their numbers.
    public static let tablesMax = 65_536

    /// Levels of objects and arrays in a document that a path tells.
    public static let documentDepthMax = 64

    /// Bytes of a value of a table, or of a string of a document, inside of which paths are told when it is a document
    /// itself; `contextBytesBefore` covers them.
    public static let innerBytesMax = 4096

    /// Bytes of a path of a document.
    public static let pathBytesMax = 512

    /// Bytes at a source's beginning that tell its format.
    public static let sniffedBytes = 8 * 1024

    /// Levels of encoding (percent, base64, …) that are read through.
    public static let decodeDepthMax = 2

    /// PCRE2: calls of its internal match function for one candidate.
    public static let regexMatchLimit: UInt32 = 100_000

    /// PCRE2: heap of one match, in KiB.
    public static let regexHeapKiB: UInt32 = 4096

    /// PCRE2: backtracking depth of one match.
    public static let regexDepthLimit: UInt32 = 10_000

    /// PCRE2: bytes of a worker's JIT stack.
    public static let regexJITStackBytes = 1 << 20

    /// Distinct values of an alert that are counted exactly before the estimate begins.
    public static let distinctExactMax = 1024

    /// Masked samples kept for an alert.
    public static let samplesMax = 5

    /// Places that are told apart in one source; the rest is counted under the place `(other)`.
    public static let placesMax = 65_536

    /// Kinds of rows of a table, by what they hold at which places, and then by what they hold at all.
    public static let rowKindsMax = 65_536

    /// Alerts of one source that the terminal shows; JSON Lines has them all.
    public static let reportRowsPerSourceMax = 25

    /// Sources under which the terminal shows alerts; JSON Lines has them all.
    public static let reportSourcesMax = 50

    /// Gaps in the coverage that the terminal names one by one; the rest is counted.
    public static let reportGapsMax = 20

    /// Columns of a source's name, a place or a revealed value on a terminal.
    public static let reportTextColumnsMax = 256

    /// Bytes of output gathered before they are written.
    public static let outputBufferBytes = 64 * 1024

    /// Decoded bytes for each compressed byte before a stream counts as a bomb.
    public static let decodedRatioMax = 2_000

    /// Bytes of the largest zstd window that is decoded.
    public static let zstdWindowBytesMax = 2 << 30

    /// Bytes of a source that may be gone back over before as many must have been read.
    ///
    /// It covers two LZ4 blocks of the largest size.
    public static let rewindBytesFree = 16 << 20

    /// Folders below a path that are walked.
    public static let folderDepthMax = 64

    /// Files that a watch follows; later ones are told of, and left.
    public static let followedFilesMax = 65_536

    /// Files that a watch knows besides those that it follows, as long as they are there: what it has read to the end, copies,
    /// and what it leaves out. Of more, compressed and rotated ones are told of, and left.
    public static let knownFilesMax = 65_536

    /// Compressed files that wait to be read one after the other before another look is due.
    public static let queuedFilesMax = 1024

    /// Compressed files that are read before all is told of them and they are let go: what is known of each takes memory.
    public static let unpackedFilesMax = 32

    /// Parts of a compressed file that could not be decoded, of which a watch tells.
    public static let packedDamagesMax = 16

    /// Bytes of a file of a watch's state: more than all followed files need.
    public static let stateBytesMax = 64 << 20

    /// Streams that a watch knows again after their files are gone, so that a compressed copy is not told twice.
    public static let goneStreamsMax = 4096

    /// Seconds after which a file is tried again that could not be read.
    public static let retrySeconds = 2.0

    /// Seconds for which a compressed file must be still before it is taken for whole.
    public static let makingSeconds = 1.0

    /// How many times as long a compressed file must be still while what it is made of is there.
    public static let packingTimes = 60.0

    /// Descriptors that a watch asks the system for, at most, and those of them that it leaves to all else than files that it
    /// follows: its state, its sinks, a server, and the system's own libraries.
    public static let descriptorsMax = 65_536
    public static let descriptorsSpare = 96

    /// Files that a watch holds open besides those that lost their names.
    public static let openFilesMax = 512

    /// Rotated files that a watch holds open until nothing is added to them for a while; of more, the oldest are let go
    /// as soon as they are read to their end.
    public static let leavingFilesMax = 256

    /// Seconds between two looks at the watched files when nothing happens, at least and at most; and at least when
    /// something does.
    public static let watchPauseSeconds = 0.1
    public static let watchPauseSecondsMax = 2.0
    public static let watchPauseSecondsMin = 0.002

    /// Seconds between two looks while steps are taken, at least, and as a multiple of what the last look took.
    public static let lookPauseSeconds = 0.005
    public static let lookPauses = 4.0

    /// Folders whose changes wake a watch up; those of others are seen when it looks.
    public static let wakeupFoldersMax = 4096

    /// Seconds without an addition after which the lines of a followed file are whole.
    public static let quietSeconds = 1.0

    /// Seconds for which a watch that is asked to stop reads what is there.
    public static let drainSeconds = 2.0

    /// Bytes that a watch settles before it tells their counts, however short the time: a run that is killed scans
    /// them again.
    public static let windowBytesMax = 256 << 20
}
