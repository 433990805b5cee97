<?xml version="1.0" encoding="UTF-8"?>
<!-- What a Word document says: &#xFDD0; before each paragraph, &#xFDD1; table, &#xFDD2; row, &#xFDD3; cell, &#xFDD4; after a table. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
  <xsl:output method="text" encoding="UTF-8"/>
  <xsl:template match="/"><xsl:apply-templates select="w:document/w:body/*"/></xsl:template>
  <xsl:template match="*"/>
  <xsl:template match="w:sdt"><xsl:apply-templates select="w:sdtContent/*"/></xsl:template>
  <xsl:template match="w:tbl">&#xFDD1;<xsl:apply-templates select="w:tr"/>&#xFDD4;</xsl:template>
  <xsl:template match="w:tr">&#xFDD2;<xsl:apply-templates select="w:tc"/></xsl:template>
  <xsl:template match="w:tc">&#xFDD3;<xsl:apply-templates select="w:p|w:sdt"/></xsl:template>
  <!-- The lower part of a vertical merge is no cell of its own. -->
  <xsl:template match="w:tc[w:tcPr/w:vMerge[not(@w:val = 'restart')]]" priority="1"/>
  <xsl:template match="w:p">&#xFDD0;<xsl:apply-templates select="w:r|w:hyperlink/w:r|w:smartTag//w:r"/></xsl:template>
  <!-- An empty paragraph outside tables says nothing. -->
  <xsl:template match="w:body/w:p[not(.//w:t[text()])]" priority="1"/>
  <xsl:template match="w:r"><xsl:apply-templates select="w:t|w:br|w:tab"/></xsl:template>
  <!-- The mark of a list item, which HTML leaves to the browser. -->
  <xsl:template match="w:r[w:rPr/w:rStyle/@w:val = 'ListMarker']" priority="1"/>
  <xsl:template match="w:t"><xsl:value-of select="."/></xsl:template>
  <xsl:template match="w:br"><xsl:text>&#10;</xsl:text></xsl:template>
  <xsl:template match="w:br[@w:type = 'page']" priority="1"/>
  <xsl:template match="w:tab"><xsl:text> </xsl:text></xsl:template>
</xsl:stylesheet>
