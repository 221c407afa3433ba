import { z } from "zod";
import {
  errorCauses,
  errors,
  incidentDecisions,
  incidentRules,
  incidents,
  splitParts,
} from "@/lib/domain/model/error";
import { panics } from "@/lib/domain/model/runtime";
import { listQuerySchema } from "./list-query";
import { filterParam, limitParam, sortParam, textParam } from "./query";
import { incidentSorts } from "./vocabulary";
import { pageSchemaOf, wireSchemaOf } from "./wire";

/** A recorded failure of the observed runtime. */
export const errorSchema = wireSchemaOf(errors).extend({
  /** Reference by which the inspector opens it. */
  ref: z.string(),
});
export type RecordedError = z.infer<typeof errorSchema>;

export const errorDetailSchema = errorSchema.extend({ causes: z.array(wireSchemaOf(errorCauses)) });
export type RecordedErrorDetail = z.infer<typeof errorDetailSchema>;

export const panicSchema = wireSchemaOf(panics).extend({ ref: z.string() });
export type RecordedPanic = z.infer<typeof panicSchema>;

export const listErrorsQuerySchema = z.object({
  class: filterParam,
  code: filterParam,
  cursor: textParam,
  limit: limitParam(100, 200),
});
export type ListErrorsQuery = z.infer<typeof listErrorsQuerySchema>;

/** Failures of one conversation with their cause chains. */
export const errorPageSchema = pageSchemaOf(errorDetailSchema);

export const incidentSchema = wireSchemaOf(incidents).extend({
  ref: z.string(),
  /** Values of its occurrences, most frequent first, at most five each. */
  tools: z.array(z.string()),
  models: z.array(z.string()),
  providers: z.array(z.string()),
  http_statuses: z.array(z.int()),
  /** Occurrences per slice of its life, oldest first, for a sparkline of 24 bars. */
  histogram: z.array(z.int()),
});
export type IncidentSummary = z.infer<typeof incidentSchema>;

export const listIncidentsQuerySchema = listQuerySchema("incidents", {
  sort: sortParam(incidentSorts, "last_seen"),
  cursor: textParam,
  limit: limitParam(50, 200),
});
export type ListIncidentsQuery = z.infer<typeof listIncidentsQuerySchema>;

export const incidentPageSchema = pageSchemaOf(incidentSchema).extend({
  total: z.int(),
  total_is_exact: z.boolean(),
});
export type IncidentPage = z.infer<typeof incidentPageSchema>;

/** An occurrence with what is needed to recognise and open it. */
export const occurrenceSchema = errorDetailSchema.extend({
  conversation_title: z.string().nullable(),
});
export type Occurrence = z.infer<typeof occurrenceSchema>;

/** A decision about an incident. */
export const incidentDecisionSchema = wireSchemaOf(incidentDecisions);
export type IncidentDecision = z.infer<typeof incidentDecisionSchema>;

/** A grouping rule. */
export const incidentRuleSchema = wireSchemaOf(incidentRules);
export type IncidentRule = z.infer<typeof incidentRuleSchema>;

/** Occurrences of an incident that are equal in everything grouping looks at. */
export const incidentGroupSchema = z.object({
  fingerprint: z.string(),
  fingerprint_version: z.int(),
  /** Incident that they would be without rules. */
  incident_id: z.string(),
  error_class: z.string(),
  error_code: z.string(),
  tool_name: z.string().nullable(),
  message: z.string().nullable(),
  occurrence_count: z.int(),
});
export type IncidentGroup = z.infer<typeof incidentGroupSchema>;

/** Values of one part of the occurrences, most frequent first, by which some can be split off. */
export const incidentPartSchema = z.object({
  part: z.enum(splitParts),
  values: z.array(z.object({ value: z.string(), occurrence_count: z.int() })),
});

export const incidentDetailSchema = z.object({
  incident: incidentSchema,
  /** Newest first; the first is in force. At most 20. */
  decisions: z.array(incidentDecisionSchema),
  /** Rules by which occurrences came or went, newest first. At most 100. */
  rules: z.array(incidentRuleSchema),
  /** Most occurrences first; more than one only where incidents were merged. At most 20. */
  groups: z.array(incidentGroupSchema),
  /** Parts of which occurrences have more than one value; at most five values each. */
  parts: z.array(incidentPartSchema),
  /** Newest occurrences that groups and parts tell of; not all where there are very many. */
  told_from: z.int(),
  occurrences: pageSchemaOf(occurrenceSchema),
  /** Where it was seen first; null where no occurrence has a time. */
  first: z.object({ conv_id: z.string().nullable(), ref: z.string() }).nullable(),
  /** Conversations touched, most occurrences first, at most 20. */
  conversations: z.array(
    z.object({ conv_id: z.string(), title: z.string().nullable(), occurrence_count: z.int() }),
  ),
});
export type IncidentDetail = z.infer<typeof incidentDetailSchema>;

export const getIncidentQuerySchema = z.object({ cursor: textParam, limit: limitParam(50, 200) });
export type GetIncidentQuery = z.infer<typeof getIncidentQuerySchema>;
