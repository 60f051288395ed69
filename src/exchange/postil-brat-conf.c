/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* brat's annotation.conf and visual.conf as a codebook: entities and events are codes, nested
 * by tabs; relations and the roles of events are kinds of link; attributes are attributes.
 * Labels and colours come from visual.conf. Any thread. */

#include "config.h"

#include "exchange/postil-brat.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#define MAX_LEVELS 32u
#define MAX_MACRO_DEPTH 8u

typedef enum
{
  SECTION_NONE,
  SECTION_ENTITIES,
  SECTION_RELATIONS,
  SECTION_EVENTS,
  SECTION_ATTRIBUTES,
  SECTION_LABELS,
  SECTION_DRAWING
} Section;

typedef struct
{
  PostilBratConf        *conf;
  PostilCodebookBuilder *builder;
  PostilReport          *losses;
  PostilReport          *errors;
  const char            *file;
  guint                  line;
  Section                section;
  GHashTable            *macros;     /* "<POG>" → "Person|Organization" */
  GHashTable            *labels;     /* name → label */
  GHashTable            *colors;     /* name → "#rrggbb" */
  GHashTable            *codes;      /* ids that were declared */
  GHashTable            *links;      /* ids that were declared */
  GHashTable            *texts;      /* attributes whose values are free */
  char                  *parents[MAX_LEVELS + 1];
  guint                  n_declared;
} Conf;

static Section
parse_section (const char *line)
{
  static const struct
  {
    const char *name;
    Section     section;
  } sections[] = {
    { "[entities]", SECTION_ENTITIES }, { "[spans]", SECTION_ENTITIES }, { "[relations]", SECTION_RELATIONS },
    { "[events]", SECTION_EVENTS }, { "[attributes]", SECTION_ATTRIBUTES },
    { "[labels]", SECTION_LABELS }, { "[drawing]", SECTION_DRAWING },
  };

  for (guint i = 0; i < G_N_ELEMENTS (sections); i++)
    if (g_ascii_strcasecmp (line, sections[i].name) == 0)
      return sections[i].section;
  return SECTION_NONE;
}

static void
take_name (Conf            *self,
           PostilBratNames  names,
           char           **parts)
{
  g_autofree char *id = g_uri_unescape_string (parts[1], NULL);

  if (id != NULL && id[0] != '\0' && g_utf8_validate (id, -1, NULL))
    g_hash_table_insert (self->conf->ids[names], g_strdup (parts[0]), g_steal_pointer (&id));
}

/* "# Postil coder: maria Maria%20Santos" */
static void
read_own_comment (Conf       *self,
                  const char *line)
{
  static const struct
  {
    const char     *prefix;
    PostilBratNames names;
  } kinds[] = {
    { "# Postil entity: ", POSTIL_BRAT_ENTITY },
    { "# Postil relation: ", POSTIL_BRAT_RELATION },
    { "# Postil attribute: ", POSTIL_BRAT_ATTRIBUTE },
    { "# Postil coder: ", POSTIL_BRAT_N_NAMES },
    { "# Postil text: ", POSTIL_BRAT_N_NAMES },
  };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_has_prefix (line, kinds[i].prefix))
      {
        g_auto (GStrv) parts = g_strsplit (line + strlen (kinds[i].prefix), " ", 3);
        gboolean is_pair = g_strv_length (parts) == 2;

        if (kinds[i].names != POSTIL_BRAT_N_NAMES && is_pair)
          take_name (self, kinds[i].names, parts);
        else if (i == G_N_ELEMENTS (kinds) - 1 && parts[0] != NULL)
          g_hash_table_add (self->texts, g_strdup (parts[0]));
        else if (kinds[i].names == POSTIL_BRAT_N_NAMES && parts[0] != NULL && self->conf->coder == NULL)
          {
            self->conf->coder = g_uri_unescape_string (parts[0], NULL);
            self->conf->coder_name = is_pair ? g_uri_unescape_string (parts[1], NULL) : NULL;
          }
      }
}

/* "Arg1:A|<POG>, Arg2:B" → the value of "Arg1", with macros written out. NULL for none. */
static char *
dup_argument (const char *arguments,
              const char *name)
{
  g_auto (GStrv) parts = g_strsplit (arguments, ",", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      char *part = g_strstrip (parts[i]);
      gsize n = strlen (name);

      if (g_str_has_prefix (part, name) && part[n] == ':')
        return g_strdup (g_strstrip (part + n + 1));
    }
  return NULL;
}

/* "<ENTITY>" and so on stand for all; "A|<POG>" for what they name. */
static gboolean
add_types (Conf         *self,
           GStrvBuilder *types,
           const char   *value,
           guint         depth)
{
  g_auto (GStrv) parts = g_strsplit (value, "|", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      const char *part = g_strstrip (parts[i]);
      const char *macro = g_hash_table_lookup (self->macros, part);

      if (macro != NULL && depth < MAX_MACRO_DEPTH)
        {
          if (!add_types (self, types, macro, depth + 1))
            return FALSE;
        }
      else if (part[0] == '<')
        return FALSE;
      else if (part[0] != '\0')
        g_strv_builder_add (types, postil_brat_conf_get_id (self->conf, POSTIL_BRAT_ENTITY, part));
    }
  return TRUE;
}

/* Empty for all. */
static char **
dup_types (Conf       *self,
           const char *value)
{
  g_autoptr (GStrvBuilder) types = g_strv_builder_new ();
  g_autoptr (GStrvBuilder) none = g_strv_builder_new ();

  if (value == NULL || !add_types (self, types, value, 0))
    return g_strv_builder_end (none);
  return g_strv_builder_end (types);
}

static const char *
get_label (Conf       *self,
           const char *name)
{
  return g_hash_table_lookup (self->labels, name);
}

static void
add_code (Conf       *self,
          const char *name,
          guint       depth)
{
  gboolean is_closed = name[0] == '!';
  const char *plain = is_closed ? name + 1 : name;
  const char *id = postil_brat_conf_get_id (self->conf, POSTIL_BRAT_ENTITY, plain);
  const char *color = g_hash_table_lookup (self->colors, plain);
  PostilCode code = { .id = id, .label = get_label (self, plain), .color = color };

  for (guint i = MIN (depth, MAX_LEVELS); i > 0 && code.parent == NULL; i--)
    code.parent = self->parents[i - 1];
  depth = MIN (depth, MAX_LEVELS - 1);
  for (guint i = depth; i <= MAX_LEVELS; i++)
    g_clear_pointer (&self->parents[i], g_free);
  if (plain[0] == '\0' || !g_hash_table_add (self->codes, g_strdup (id)))
    return;
  if (is_closed)
    postil_report_add (self->losses, self->file, self->line, "code", id,
                       _("That “%s” only orders other codes and cannot be marked is not kept."), id);
  postil_codebook_builder_set_code (self->builder, &code);
  self->parents[depth] = g_strdup (id);
  self->n_declared++;
}

static void
add_link (Conf       *self,
          const char *name,
          const char *from,
          const char *to)
{
  const char *id = postil_brat_conf_get_id (self->conf, POSTIL_BRAT_RELATION, name);
  g_auto (GStrv) from_codes = dup_types (self, from);
  g_auto (GStrv) to_codes = dup_types (self, to);
  gboolean is_new = g_hash_table_add (self->links, g_strdup (id));

  /* Of a second one of this name only the name counts: it may then tie any codes. */
  postil_codebook_builder_set_link (self->builder, &(PostilLinkDef) {
    .id = id,
    .label = get_label (self, name),
    .from_codes = is_new ? (const char *const *) from_codes : NULL,
    .to_codes = is_new ? (const char *const *) to_codes : NULL,
  });
  self->n_declared++;
}

static void
add_relation (Conf       *self,
              const char *name,
              const char *arguments)
{
  g_autofree char *from = dup_argument (arguments, "Arg1");
  g_autofree char *to = dup_argument (arguments, "Arg2");

  add_link (self, name, from, to);
}

/* "Buyer-Arg:<POG>, Place-Arg?:GPE, Person-Arg{2}:Person" */
static void
add_roles (Conf       *self,
           const char *event,
           const char *arguments)
{
  g_auto (GStrv) parts = g_strsplit (arguments, ",", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      char *colon = strchr (g_strstrip (parts[i]), ':');

      if (colon == NULL || parts[i][0] == '<')
        continue;
      *colon = '\0';
      parts[i][strcspn (parts[i], "?*+{")] = '\0';
      if (parts[i][0] != '\0')
        add_link (self, parts[i], event[0] == '!' ? event + 1 : event, colon + 1);
    }
}

static void
add_attribute (Conf       *self,
               const char *name,
               const char *arguments)
{
  g_autofree char *codes = dup_argument (arguments, "Arg");
  g_autofree char *values = dup_argument (arguments, "Value");
  g_auto (GStrv) types = dup_types (self, codes);
  g_auto (GStrv) choices = g_strsplit (values != NULL ? values : "", "|", -1);
  const char *id = postil_brat_conf_get_id (self->conf, POSTIL_BRAT_ATTRIBUTE, name);
  gboolean is_text = g_hash_table_contains (self->texts, name);

  if (strcmp (id, POSTIL_BRAT_UNSURE) == 0 && values == NULL)
    return;
  for (guint i = 0; choices[i] != NULL; i++)
    g_strstrip (choices[i]);
  postil_codebook_builder_set_attribute (self->builder, &(PostilAttributeDef) {
    .id = id,
    .label = get_label (self, name),
    .kind = is_text ? POSTIL_ATTRIBUTE_TEXT : values != NULL ? POSTIL_ATTRIBUTE_CHOICE : POSTIL_ATTRIBUTE_BOOLEAN,
    .choices = values != NULL && !is_text ? (const char *const *) choices : NULL,
    .codes = (const char *const *) types,
  });
  self->n_declared++;
}

/* "Type | Label | Lbl" of visual.conf */
static void
add_label (Conf       *self,
           const char *line)
{
  g_auto (GStrv) parts = g_strsplit (line, "|", 3);

  if (g_strv_length (parts) >= 2 && g_strstrip (parts[1])[0] != '\0')
    g_hash_table_insert (self->labels, g_strdup (g_strstrip (parts[0])), g_strdup (parts[1]));
}

static gboolean
is_color (const char *color)
{
  gsize n = strlen (color);

  if (color[0] != '#' || (n != 4 && n != 7))
    return FALSE;
  for (const char *p = color + 1; *p != '\0'; p++)
    if (!g_ascii_isxdigit (*p))
      return FALSE;
  return TRUE;
}

static void
add_color (Conf       *self,
           const char *name,
           const char *arguments)
{
  g_autofree char *color = dup_argument (arguments, "bgColor");

  if (color == NULL || strstr (name, "_DEFAULT") != NULL)
    return;
  if (!is_color (color))
    postil_report_add (self->losses, self->file, self->line, "color", name,
                       _("The colour “%s” of “%s” is not written as #rrggbb, and is not kept."), color, name);
  else if (strlen (color) == 7)
    g_hash_table_insert (self->colors, g_strdup (name), g_steal_pointer (&color));
  else
    g_hash_table_insert (self->colors, g_strdup (name),
                         g_strdup_printf ("#%c%c%c%c%c%c", color[1], color[1], color[2], color[2], color[3], color[3]));
}

/* One line that declares something; tabs before it were taken off. */
static void
read_declaration (Conf  *self,
                  char  *line,
                  guint  depth)
{
  gsize n_name = strcspn (line, " \t");
  g_autofree char *name = g_strndup (line, n_name);
  const char *arguments = line + n_name + strspn (line + n_name, " \t");

  switch (self->section)
    {
    case SECTION_ENTITIES:
      add_code (self, name, depth);
      break;
    case SECTION_EVENTS:
      add_code (self, name, depth);
      add_roles (self, name, arguments);
      break;
    case SECTION_RELATIONS:
      add_relation (self, name, arguments);
      break;
    case SECTION_ATTRIBUTES:
      add_attribute (self, name, arguments);
      break;
    case SECTION_LABELS:
      add_label (self, line);
      break;
    case SECTION_DRAWING:
      add_color (self, name, arguments);
      break;
    case SECTION_NONE:
    default:
      break;
    }
}

static gboolean
read_macro (Conf       *self,
            const char *line)
{
  const char *close = line[0] == '<' ? strstr (line, ">=") : NULL;

  if (close == NULL)
    return FALSE;
  g_hash_table_insert (self->macros, g_strndup (line, (gsize) (close - line) + 1), g_strdup (close + 2));
  return TRUE;
}

static void
read_line (Conf *self,
           char *line)
{
  guint depth = (guint) strspn (line, "\t");
  char *stripped = g_strstrip (line);

  if (stripped[0] == '#')
    {
      read_own_comment (self, stripped);
      return;
    }
  if (stripped[0] == '[')
    {
      self->section = parse_section (stripped);
      for (guint i = 0; i <= MAX_LEVELS; i++)
        g_clear_pointer (&self->parents[i], g_free);
      return;
    }
  if (stripped[0] == '\0' || stripped[0] == '-' || read_macro (self, stripped))
    return;
  read_declaration (self, stripped, depth);
}

static void
read_file (Conf                   *self,
           const PostilImportFile *file)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  gsize length;

  text = postil_row_dup_utf8 (file->bytes, &length, NULL, &error);
  if (text == NULL)
    {
      postil_report_add_error (self->errors, file->path, 0, error);
      return;
    }
  self->file = file->path;
  self->section = SECTION_NONE;
  lines = g_strsplit (text, "\n", -1);
  for (self->line = 1; lines[self->line - 1] != NULL; self->line++)
    read_line (self, lines[self->line - 1]);
}

PostilBratConf *
postil_brat_conf_read (const PostilImportFile *annotation,
                       const PostilImportFile *visual,
                       PostilReport           *losses,
                       PostilReport           *errors)
{
  g_autoptr (GHashTable) macros = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GHashTable) labels = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GHashTable) colors = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GHashTable) codes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) links = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (PostilCodebook) codebook = NULL;
  g_autoptr (GError) error = NULL;
  Conf self = { .losses = losses, .errors = errors, .macros = macros, .labels = labels, .colors = colors,
                .codes = codes, .links = links, .texts = texts };

  g_return_val_if_fail (annotation != NULL, NULL);

  self.conf = g_new0 (PostilBratConf, 1);
  for (guint i = 0; i < POSTIL_BRAT_N_NAMES; i++)
    self.conf->ids[i] = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self.builder = postil_codebook_builder_new (NULL);
  if (visual != NULL)
    read_file (&self, visual);
  read_file (&self, annotation);
  for (guint i = 0; i <= MAX_LEVELS; i++)
    g_free (self.parents[i]);
  codebook = postil_codebook_builder_end (self.builder, &error);
  if (codebook == NULL)
    postil_report_add_error (errors, annotation->path, 0, error);
  else if (self.n_declared > 0)
    self.conf->codebook = g_steal_pointer (&codebook);
  return self.conf;
}

void
postil_brat_conf_free (PostilBratConf *self)
{
  if (self == NULL)
    return;
  g_free (self->coder);
  g_free (self->coder_name);
  g_clear_pointer (&self->codebook, postil_codebook_unref);
  for (guint i = 0; i < POSTIL_BRAT_N_NAMES; i++)
    g_hash_table_unref (self->ids[i]);
  g_free (self);
}

const char *
postil_brat_conf_get_id (PostilBratConf  *self,
                         PostilBratNames  names,
                         const char      *name)
{
  const char *id;

  g_return_val_if_fail (name != NULL, NULL);

  if (self == NULL)
    return name;
  id = g_hash_table_lookup (self->ids[names], name);
  return id != NULL ? id : name;
}
