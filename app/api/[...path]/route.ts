import { defineNoRoute } from "@/lib/http/define-route";

export const { GET, POST, PUT, PATCH, DELETE } = defineNoRoute();
