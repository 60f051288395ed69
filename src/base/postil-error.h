/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define POSTIL_ERROR (postil_error_quark ())

/* What can be wrong with what a person gave us. Errors of the disk stay G_IO_ERROR.
 * Messages are whole sentences for a person, name the place (line and column, or the
 * annotation) where there is one, and say what to do where something can be done. The
 * file's name is prefixed by the room that knows it (storage). */
typedef enum
{
  POSTIL_ERROR_NOT_TEXT,       /* NULs or binary data where text was expected */
  POSTIL_ERROR_ENCODING,       /* bytes that are not valid in the named charset */
  POSTIL_ERROR_TOO_LARGE,      /* over a limit that the message names */
  POSTIL_ERROR_MALFORMED,      /* not JSON, CSV, XML…, or cut off */
  POSTIL_ERROR_SCHEMA,         /* well-formed, but not what it should be */
  POSTIL_ERROR_NEWER_VERSION,  /* written by a newer Postil */
  POSTIL_ERROR_RANGE,          /* outside of the text */
  POSTIL_ERROR_QUOTE_MISMATCH, /* the text at a place is not the quote */
  POSTIL_ERROR_SELF_OVERLAP,   /* a coder and code may not overlap themselves */
  POSTIL_ERROR_STALE,          /* a change that does not fit what is there now */
  POSTIL_ERROR_CONFLICT,       /* somebody else changed the file */
  POSTIL_ERROR_READ_ONLY,
  POSTIL_ERROR_UNKNOWN,        /* an unknown code, format, command, charset */
  POSTIL_ERROR_USAGE,
  POSTIL_ERROR_UNDEFINED       /* a value that is not defined for this input */
} PostilError;

GQuark postil_error_quark (void);

G_END_DECLS
