/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The one error domain of Postil. */

#include "config.h"

#include "base/postil-error.h"

G_DEFINE_QUARK (postil-error-quark, postil_error)
